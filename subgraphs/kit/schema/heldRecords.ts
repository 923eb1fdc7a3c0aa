import { Args, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { ownStanding } from '../identity/ownStanding.js';
import type { RequestContext } from '../service/context.js';
import type { HeldPage, Holder } from '../store/heldRecords.js';
import { Access } from './access.js';
import { encodeCursor, PageArgs, readPage } from './connection.js';
import type { PageRequest } from './connection.js';
import { JSONScalar } from './scalars.js';

@ObjectType('HeldRecord', { description: 'One record that a service holds of a member.' })
@Directive('@shareable')
export class HeldRecordType {
  @Field(() => String, { description: 'In which list it stands, such as `ballots`.' })
  @Access('public')
  kind: string;

  @Field(() => JSONScalar, { description: 'What the service holds, its columns by name.' })
  @Access('public')
  record: object;
}

@ObjectType('OmittedRecords', {
  description: 'Something that a service holds of a member and does not show.',
})
@Directive('@shareable')
export class OmittedRecordsType {
  @Field(() => String, { description: 'Where it stands.' })
  @Access('public')
  where: string;

  @Field(() => String, { description: 'Why it is not shown, or where it is shown instead.' })
  @Access('public')
  reason: string;
}

@ObjectType('HeldRecords', { description: 'A page of all that a service holds of a member.' })
@Directive('@shareable')
export class HeldRecordsType {
  @Field(() => [HeldRecordType], { description: 'The records, list after list.' })
  @Access('public')
  records: readonly HeldRecordType[];

  @Field(() => ID, {
    nullable: true,
    description: 'Ask again with this as `after`; null when this was the last page.',
  })
  @Access('public')
  next: string | null;

  @Field(() => [OmittedRecordsType], { description: 'What the pages lack, all of it on each page.' })
  @Access('public')
  omitted: readonly OmittedRecordsType[];
}

interface HoldsRecords {
  readonly own: { held(holder: Holder, page: PageRequest): Promise<HeldPage> };
}

/**
 * The field `<service>Records` of a member, which a service answers to that member alone.
 *
 * @param memberType - the type `Member` as this service has it.
 */
export function heldRecordsResolver(memberType: ClassType<{ memberId: string }>, service: string) {
  @Resolver(() => memberType)
  class HeldRecordsResolver {
    /** @throws BAD_USER_INPUT for a page of other than 1 to 100 items, or a cursor of another list. */
    @FieldResolver(() => HeldRecordsType, {
      name: `${service}Records`,
      nullable: true,
      description: `All that ${service} holds of the member, for them to take along.`,
    })
    @Access('self')
    async held(
      @Root() { memberId }: { memberId: string },
      @Args(() => PageArgs) args: PageArgs,
      @Ctx() { services, viewer }: RequestContext<HoldsRecords>,
    ): Promise<HeldRecordsType> {
      const holder = await ownStanding(viewer, memberId);
      return toHeldRecordsType(await services.own.held(holder, readPage(args, 2)));
    }
  }
  return HeldRecordsResolver;
}

function toHeldRecordsType({ records, next, omitted }: HeldPage): HeldRecordsType {
  return {
    records,
    next: next && encodeCursor(next),
    omitted: Object.entries(omitted).map(([where, reason]) => ({ where, reason })),
  };
}

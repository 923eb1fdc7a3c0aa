import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { HeldPage } from '../store/heldRecords.js';
import { Access } from './access.js';
import { encodeCursor, readPage } from './connection.js';
import type { PageArgs, PageRequest } from './connection.js';
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

/** @throws BAD_USER_INPUT for a page of other than 1 to 100 items, or a cursor of another list. */
export function readHeldPage(args: PageArgs): PageRequest {
  return readPage(args, 2);
}

export function toHeldRecordsType({ records, next, omitted }: HeldPage): HeldRecordsType {
  return {
    records,
    next: next && encodeCursor(next),
    omitted: Object.entries(omitted).map(([where, reason]) => ({ where, reason })),
  };
}

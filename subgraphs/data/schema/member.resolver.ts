import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, decodeCursor, encodeCursor, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page, PageRequest } from '../../kit/schema/connection.js';
import type { ReadAt } from '../service/readOwn.js';
import { AccessRecordConnection, AccessRecordType, toAccessRecordType } from './accessRecord.type.js';
import { ConsentConnection, ConsentType, toConsentType } from './consent.type.js';
import type { Context } from './context.js';
import { ContributionConnection, ContributionType, toContributionType } from './contribution.type.js';
import { DataErasureType, DataExportType } from './export.type.js';
import { EraseMyDataInput, ExportMyDataInput } from './member.input.js';
import { MemberType, memberStub } from './stubs.type.js';

/** What a member alone may see and do of their own. */
@Resolver(() => MemberType)
export class MemberResolver {
  @FieldResolver(() => ContributionConnection, {
    nullable: true,
    description: 'What they put in, newest first.',
  })
  @Access('self')
  contributions(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services, viewer }: Context,
  ): Promise<Page<ContributionType>> {
    return ownPage(args, (page) => services.own.contributions(viewer, id, page), toContributionType);
  }

  @FieldResolver(() => ConsentConnection, { nullable: true, description: 'What they consented to.' })
  @Access('self')
  consents(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services, viewer }: Context,
  ): Promise<Page<ConsentType>> {
    return ownPage(args, (page) => services.own.consents(viewer, id, page), toConsentType);
  }

  @FieldResolver(() => AccessRecordConnection, {
    nullable: true,
    description: 'Every use of their records, newest first.',
  })
  @Access('self')
  accessLog(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services, viewer }: Context,
  ): Promise<Page<AccessRecordType>> {
    return ownPage(args, (page) => services.own.accessLog(viewer, id, page), toAccessRecordType);
  }

  @Mutation(() => DataExportType, {
    description:
      'All that this co-op’s data service holds of the viewer, in as many bundles as `next` leads to; what the other services hold is in membershipRecords, governanceRecords and payoutsRecords of Member.',
  })
  @Access('signedIn')
  async exportMyData(
    @Arg('input', () => ExportMyDataInput) { cooperative, first, after }: ExportMyDataInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DataExportType> {
    const begin = after ? decodeCursor(after, 2) : null;
    const asked = { cooperativeId: cooperative, first, after: begin };
    const { bundle, digest, next } = await services.exportMyData(viewer, asked);
    return { bundle, digest, next: next && encodeCursor(next) };
  }

  @Mutation(() => DataErasureType, {
    description:
      'Destroys every key and byte of the viewer in this co-op, on their signature. There is no way back.',
  })
  @Access('signedIn')
  async eraseMyData(
    @Arg('input', () => EraseMyDataInput) { cooperative: cooperativeId, ...input }: EraseMyDataInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DataErasureType> {
    const { memberId, erasedAt } = await services.eraseMyData(viewer, { ...input, cooperativeId });
    return { member: memberStub(memberId), erasedAt };
  }
}

/** A page of the viewer's own, newest first. */
async function ownPage<Value extends { readonly id: string }, Type>(
  args: PageArgs,
  read: (page: PageRequest) => Promise<ReadAt<Value>[]>,
  toType: (value: Value, now: Date) => Type,
): Promise<Page<Type>> {
  const page = readPage(args, 1);
  return toPage(
    await read(page),
    page,
    ({ value }) => [value.id],
    ({ value, now }) => toType(value, now),
  );
}

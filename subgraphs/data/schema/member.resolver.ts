import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, decodeCursor, encodeCursor, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing } from '../../kit/identity/viewer.js';
import { eraseMyData } from '../service/eraseMyData.js';
import { exportMyData } from '../service/exportMyData.js';
import { selfAs } from '../service/member.js';
import { idKey, pageOfMember } from '../service/memberRecords.js';
import { AccessRecordRow } from '../store/accessRecordRow.js';
import { ConsentRow } from '../store/consentRow.js';
import { ContributionRow } from '../store/contributionRow.js';
import { ConsentConnection, ConsentType, toConsentType } from './consent.type.js';
import type { Context } from './context.js';
import {
  AccessRecordConnection,
  AccessRecordType,
  ContributionConnection,
  ContributionType,
  toAccessRecordType,
  toContributionType,
} from './contribution.type.js';
import { DataErasureType, DataExportType } from './export.type.js';
import { EraseMyDataInput, ExportMyDataInput } from './member.input.js';
import { MemberType, member } from './stubs.type.js';

/** What a member alone may see and do of their own. */
@Resolver(() => MemberType)
export class MemberResolver {
  @FieldResolver(() => ContributionConnection, {
    nullable: true,
    description: 'What they put in, newest first.',
  })
  @Access('self')
  async contributions(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ContributionType>> {
    const page = readPage(args, 1);
    const { rows } = await pageOfMember(context.services, ContributionRow, await own(context, id), page);
    return toPage(rows, page, idKey, toContributionType);
  }

  @FieldResolver(() => ConsentConnection, { nullable: true, description: 'What they consented to.' })
  @Access('self')
  async consents(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ConsentType>> {
    const page = readPage(args, 1);
    const { rows, now } = await pageOfMember(context.services, ConsentRow, await own(context, id), page);
    return toPage(rows, page, idKey, (row) => toConsentType(row, now));
  }

  @FieldResolver(() => AccessRecordConnection, {
    nullable: true,
    description: 'Every use of their records, newest first.',
  })
  @Access('self')
  async accessLog(
    @Root() { id }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<AccessRecordType>> {
    const page = readPage(args, 1);
    const { rows } = await pageOfMember(context.services, AccessRecordRow, await own(context, id), page);
    return toPage(rows, page, idKey, toAccessRecordType);
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
    const { bundle, digest, next } = await exportMyData(services, viewer, {
      cooperative,
      first,
      after: begin,
    });
    return { bundle, digest, next: next && encodeCursor(next) };
  }

  @Mutation(() => DataErasureType, {
    description: 'Destroys every key and byte of the viewer in this co-op. There is no way back.',
  })
  @Access('signedIn')
  async eraseMyData(
    @Arg('input', () => EraseMyDataInput) input: EraseMyDataInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DataErasureType> {
    const { memberId, erasedAt } = await eraseMyData(services, viewer, input.cooperative);
    return { member: member(memberId), erasedAt };
  }
}

async function own({ viewer }: Context, memberId: string): Promise<Standing> {
  const standing = await selfAs(viewer, memberId);
  if (!standing) throw COMMON.FORBIDDEN.raise('You may not see this.');
  return standing;
}

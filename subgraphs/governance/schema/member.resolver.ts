import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ownCooperative } from '../../kit/identity/ownStanding.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { BallotReceiptConnection, toReceiptType } from './ballot.type.js';
import type { BallotReceiptType } from './ballot.type.js';
import type { Context } from './context.js';
import { DelegationType, toDelegationType } from './delegation.type.js';
import { MemberType } from './stubs.type.js';

/** What governance adds to a member, for that member alone. */
@Resolver(() => MemberType)
export class MemberResolver {
  @FieldResolver(() => [DelegationType], {
    nullable: true,
    description: 'Whom the member lets speak; one a topic at most.',
  })
  @Access('self')
  async delegations(@Root() { memberId }: MemberType, @Ctx() context: Context): Promise<DelegationType[]> {
    const delegations = await context.services.own.delegations(
      await ownCooperative(context, memberId),
      memberId,
    );
    return delegations.map(toDelegationType);
  }

  @FieldResolver(() => BallotReceiptConnection, {
    nullable: true,
    description: 'The member’s ballots, newest first.',
  })
  @Access('self')
  async ballots(
    @Root() { memberId }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<BallotReceiptType>> {
    const request = readPage(args, 1);
    const receipts = await context.services.own.receipts(
      await ownCooperative(context, memberId),
      memberId,
      request,
    );
    return toPage(receipts, request, ({ id }) => [id], toReceiptType);
  }
}

import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { SubscribeResolverData } from 'type-graphql';
import type * as entries from '../../kit/contracts/entries/payouts.js';
import { ownCooperative } from '../../kit/identity/ownStanding.js';
import { COMMON } from '../../kit/errors/table.js';
import type { LiveTopicsOf } from '../../kit/live/changes.js';
import { Access } from '../../kit/schema/access.js';
import type { SubscriptionContext } from '../../kit/service/context.js';
import type { PayoutsServices } from '../service/index.js';
import { loadRun } from './context.js';
import type { Context } from './context.js';
import { DividendType, toDividendType } from './dividend.type.js';

export const liveTopics: LiveTopicsOf<typeof entries> = { DividendCredited: ['memberId'] };

/** Runs follow one another and are never so many between two looks. */
const CREDITED_AT_ONCE_MAX = 20;

type Subscribing = SubscribeResolverData<unknown, { member: string }, SubscriptionContext<PayoutsServices>>;

/** The newest dividend that stands in the balance, and then each that comes after it, by their ids. */
async function* credited({ args: { member }, context }: Subscribing): AsyncGenerator<string, void, void> {
  const { own } = context.services;
  const cooperativeId = await ownCooperative(context, member);
  let last: string | undefined;
  for await (const _ of context.changesOf(member)) {
    const rows = await own.dividends(cooperativeId, member, { first: CREDITED_AT_ONCE_MAX, after: null });
    const ids = rows.filter(({ creditedAt }) => creditedAt).map(({ id }) => id);
    // Ids sort by birth, and runs are credited one after the other.
    const fresh = last === undefined ? ids.slice(0, 1) : ids.filter((id) => id > last!);
    for (const id of fresh.reverse()) yield (last = id);
    last ??= '';
  }
}

@Resolver()
export class DividendSubscription {
  @Subscription(() => DividendType, {
    description: 'The viewer’s newest dividend in that membership, if there is one, and each further one.',
    subscribe: credited,
  })
  @Access('signedIn')
  async dividendCredited(
    @Arg('member', () => ID, { description: 'The viewer, as a member of one co-op.' }) _member: string,
    @Root() id: string,
    @Ctx() context: Context,
  ): Promise<DividendType> {
    const { services, viewer } = context;
    const dividend = await services.own.dividend(viewer, id);
    if (!dividend) throw COMMON.FORBIDDEN.raise('You may not see this.');
    return toDividendType(dividend, dividend.memberId, (await loadRun(context, dividend.runId)).currency);
  }
}

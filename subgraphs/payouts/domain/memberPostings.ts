import { credit, debit, posting } from './posting.js';
import type { Posting } from './posting.js';

/** An amount of a member's balance, by the balance's account: above zero, minor units. */
export interface FromBalance {
  accountId: string;
  amountMinor: bigint;
  currency: string;
}

const balance = ({ accountId }: FromBalance) => ({ code: 'liabilities:member', accountId }) as const;

export function payoutRequested(payoutId: string, money: FromBalance): Posting | undefined {
  return posting('PAYOUT_REQUESTED', payoutId, money.currency, [
    debit(balance(money), money.amountMinor),
    credit({ code: 'liabilities:in-transit' }, money.amountMinor),
  ]);
}

export function payoutSettled(payoutId: string, { amountMinor, currency }: FromBalance): Posting | undefined {
  return posting('PAYOUT_SETTLED', payoutId, currency, [
    debit({ code: 'liabilities:in-transit' }, amountMinor),
    credit({ code: 'assets:settlement' }, amountMinor),
  ]);
}

/**
 * A payout that failed goes back to the balance: out of transit, or out of the settlement account if it had
 * settled before it came back.
 */
export function payoutReturned(
  payoutId: string,
  money: FromBalance,
  hadSettled: boolean,
): Posting | undefined {
  const from = hadSettled ? 'assets:settlement' : 'liabilities:in-transit';
  return posting('PAYOUT_RETURNED', payoutId, money.currency, [
    debit({ code: from }, money.amountMinor),
    credit(balance(money), money.amountMinor),
  ]);
}

/** The same where whose balance it was is forgotten: it waits to be claimed. */
export function payoutUnclaimed(
  payoutId: string,
  { amountMinor, currency }: FromBalance,
  hadSettled: boolean,
): Posting | undefined {
  return posting('PAYOUT_UNCLAIMED', payoutId, currency, [
    debit({ code: hadSettled ? 'assets:settlement' : 'liabilities:in-transit' }, amountMinor),
    credit({ code: 'liabilities:unclaimed' }, amountMinor),
  ]);
}

/** Whoever it belongs to has claimed it: it is on its way once more. */
export function unclaimedClaimed(
  unclaimedId: string,
  { amountMinor, currency }: FromBalance,
): Posting | undefined {
  return posting('UNCLAIMED_CLAIMED', unclaimedId, currency, [
    debit({ code: 'liabilities:unclaimed' }, amountMinor),
    credit({ code: 'liabilities:in-transit' }, amountMinor),
  ]);
}

/** Nobody has claimed it in time. */
export function unclaimedForfeited(
  unclaimedId: string,
  { amountMinor, currency }: FromBalance,
): Posting | undefined {
  return posting('UNCLAIMED_FORFEITED', unclaimedId, currency, [
    debit({ code: 'liabilities:unclaimed' }, amountMinor),
    credit({ code: 'liabilities:forfeited' }, amountMinor),
  ]);
}

/** Moves money between a member's balance and stake. */
export function staked(stakingId: string, memberId: string, money: FromBalance): Posting | undefined {
  return posting('STAKED', stakingId, money.currency, [
    debit(balance(money), money.amountMinor),
    credit({ code: 'liabilities:stake', ownerId: memberId }, money.amountMinor),
  ]);
}

export function unstaked(stakingId: string, memberId: string, money: FromBalance): Posting | undefined {
  return posting('UNSTAKED', stakingId, money.currency, [
    debit({ code: 'liabilities:stake', ownerId: memberId }, money.amountMinor),
    credit(balance(money), money.amountMinor),
  ]);
}

import { age } from './ageing.js';
import type { Ageing, Movement } from './ageing.js';
import { PAYEES_MIN } from './periodSums.js';

/** Accounts in which money waits for something: each is shown with how long it has waited. */
export const HELD_ACCOUNTS = [
  'funds:reserve',
  'funds:commons',
  'funds:reinvest',
  'funds:undivided',
  'liabilities:withholding-tax',
  'liabilities:sales-tax',
  'liabilities:unclaimed',
  'liabilities:forfeited',
] as const;
export type HeldAccount = (typeof HELD_ACCOUNTS)[number];

/** For whom it is kept. */
export const OWED_TO = {
  'funds:reserve': 'COOPERATIVE',
  'funds:commons': 'COOPERATIVE',
  'funds:reinvest': 'COOPERATIVE',
  'funds:undivided': 'MEMBERS',
  'liabilities:withholding-tax': 'TAX_OFFICE',
  'liabilities:sales-tax': 'TAX_OFFICE',
  'liabilities:unclaimed': 'CLAIMANTS',
  'liabilities:forfeited': 'LAW',
} as const satisfies Record<HeldAccount, string>;
export type HeldFor = (typeof OWED_TO)[HeldAccount];

export interface HeldMoney {
  account: HeldAccount;
  /** End of the last closed period: what happens after it is not shown, as it could be told by difference. */
  at: Date;
  /** Null where it is the money of so few people that it would tell of one. */
  held: Ageing | null;
}

/** @param claimants - people whose money was unclaimed then. */
export function heldMoney(
  movements: ReadonlyMap<HeldAccount, readonly Movement[]>,
  claimants: number,
  at: Date,
): HeldMoney[] {
  return HELD_ACCOUNTS.map((account) => {
    const tellsOfOne = account === 'liabilities:unclaimed' && claimants > 0 && claimants < PAYEES_MIN;
    return { account, at, held: tellsOfOne ? null : age(movements.get(account) ?? [], at) };
  });
}

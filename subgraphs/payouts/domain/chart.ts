export type AccountKind = 'ASSET' | 'LIABILITY' | 'REVENUE' | 'EXPENSE' | 'FUND';

/** Whose an account is: the co-op's own, or opened for one member or organisation. */
export type OwnerKind = 'COOPERATIVE' | 'MEMBER' | 'ORGANIZATION';

interface ChartLine {
  kind: AccountKind;
  owner: OwnerKind;
  /** A floor of zero, which the database holds: what is owed to a member cannot be spent twice. */
  mayOverdraw: boolean;
}

const own = (kind: AccountKind): ChartLine => ({ kind, owner: 'COOPERATIVE', mayOverdraw: true });
const ofMember: ChartLine = { kind: 'LIABILITY', owner: 'MEMBER', mayOverdraw: false };

/** The standard chart of accounts, the same in every co-op. */
export const CHART = {
  /** Money at the payment rail. */
  'assets:settlement': own('ASSET'),
  /** Invoiced and not paid, by buyer. */
  'assets:receivable': { kind: 'ASSET', owner: 'ORGANIZATION', mayOverdraw: true },
  /** What a buyer got back beyond what they had paid, by buyer: a refund has left and the payment was charged back. */
  'assets:claims': { kind: 'ASSET', owner: 'ORGANIZATION', mayOverdraw: true },
  /** Invoiced and not paid, seen from the licences: no revenue before it is paid. */
  'liabilities:deferred': own('LIABILITY'),
  'liabilities:sales-tax': own('LIABILITY'),
  'liabilities:withholding-tax': own('LIABILITY'),
  /** What a buyer has paid in advance for computations, by buyer. */
  'liabilities:prepaid': { kind: 'LIABILITY', owner: 'ORGANIZATION', mayOverdraw: false },
  /** Owed back to a buyer until the refund has arrived. */
  'liabilities:refunds': { kind: 'LIABILITY', owner: 'ORGANIZATION', mayOverdraw: true },
  /** A closed period's pool until it is divided; empty when a run is closed. */
  'liabilities:pool': own('LIABILITY'),
  /** Payouts that have left a member's balance and not arrived. */
  'liabilities:in-transit': own('LIABILITY'),
  /** Payouts that came back to somebody who was erased: whoever holds the key of that DID may claim them. */
  'liabilities:unclaimed': { ...own('LIABILITY'), mayOverdraw: false },
  /** What nobody claimed in time: kept and reported until it goes to whom the law of the co-op's place names. */
  'liabilities:forfeited': own('LIABILITY'),
  'liabilities:member': ofMember,
  'liabilities:stake': ofMember,
  'revenue:licences': own('REVENUE'),
  'expenses:costs': own('EXPENSE'),
  'funds:reserve': { kind: 'FUND', owner: 'COOPERATIVE', mayOverdraw: false },
  'funds:commons': own('FUND'),
  'funds:reinvest': own('FUND'),
  /** Losses that nothing has covered yet; below zero while there are any. */
  'funds:deficit': own('FUND'),
  /** A pool that nobody had a weight in; it joins the next one. */
  'funds:undivided': { kind: 'FUND', owner: 'COOPERATIVE', mayOverdraw: false },
} as const satisfies Record<string, ChartLine>;

export type AccountCode = keyof typeof CHART;

/** An account by what it is for; the store knows, or opens, the row behind it. */
export interface AccountRef {
  code: AccountCode;
  /** The member or organisation, where the chart asks for one: the account is opened at its first use. */
  ownerId?: string;
  /** Or the account itself, which outlives the knowledge of whose it was. */
  accountId?: string;
}

/** Debits increase assets and expenses; credits increase the rest. */
export function naturalBalance(kind: AccountKind, debitMinor: bigint): bigint {
  return kind === 'ASSET' || kind === 'EXPENSE' ? debitMinor : -debitMinor;
}

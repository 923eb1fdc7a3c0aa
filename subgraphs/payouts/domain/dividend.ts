/** One member's part of a run. */
export interface Dividend {
  cooperativeId: string;
  id: string;
  runId: string;
  /** The account that it goes to: a pseudonym. */
  accountId: string;
  /** Before tax. */
  amountMinor: bigint;
  taxMinor: bigint;
  weight: bigint;
  /** The member's name in the run's tree. */
  pseudonym: string;
  /** Opens the pseudonym in the run's tree; null once it has been erased. */
  salt: string | null;
  creditedAt: Date | null;
}

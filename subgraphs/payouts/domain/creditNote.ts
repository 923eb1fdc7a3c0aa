/** What takes an invoice back, in whole or in part. */
export interface CreditNote {
  cooperativeId: string;
  id: string;
  invoiceId: string;
  /** With tax. */
  amountMinor: bigint;
  taxMinor: bigint;
  currency: string;
  reason: string;
  issuedAt: Date;
}

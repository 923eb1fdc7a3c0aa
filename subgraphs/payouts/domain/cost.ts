/** What a co-op has paid for. */
export interface Cost {
  cooperativeId: string;
  id: string;
  description: string;
  amountMinor: bigint;
  currency: string;
  recordedAt: Date;
}

import type { TransferFact } from '../domain/transfer.js';

/** What the rail is asked to move. */
export interface TransferOrder {
  id: string;
  /** IN: from a buyer to the co-op. OUT: to a buyer or a member. */
  direction: 'IN' | 'OUT';
  amountMinor: bigint;
  currency: string;
  /** A pseudonym: the rail knows the account behind it, this service does not. */
  party: string;
  /** A token of the rail for how the money moves. */
  method: string;
}

/** What a rail says of a transfer. */
export interface TransferReport {
  facts: readonly { fact: TransferFact; at: Date }[];
  failure: string | null;
}

/** How money is moved. Behind it stands the sandbox, or a real rail. */
export interface PaymentPort {
  /**
   * Orders a transfer, or asks what became of it: the rail takes an order of one id once, however often it is
   * sent. An order that it will never take is reported as failed.
   *
   * @throws RailSilent when the rail did not answer: the transfer is in doubt, ask again.
   */
  order(order: TransferOrder): Promise<TransferReport>;
}

export class RailSilent extends Error {
  override readonly name = 'RailSilent';
}

import type { Tx } from '../../kit/store/tx.js';
import type { TransferFact } from '../domain/transfer.js';

export interface RailEvent {
  cooperativeId: string;
  /** The rail's own id. */
  eventId: string;
  transferId: string;
  fact: TransferFact;
  occurredAt: Date;
}

/** Notes an event of the rail. @returns false where it had been heard before. */
export async function noteRailEvent(tx: Tx, event: RailEvent): Promise<boolean> {
  const { cooperativeId, eventId, transferId, fact, occurredAt } = event;
  const heard = await tx.query(
    `with heard as (
       insert into rail_event (cooperative_id, event_id, transfer_id, fact, occurred_at, heard_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1
     ) select from heard`,
    [cooperativeId, eventId, transferId, fact, occurredAt, tx.now],
  );
  return heard.length > 0;
}

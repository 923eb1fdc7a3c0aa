import { prefixOf } from '../../kit/domain/ids.js';
import { DomainError } from '../../kit/errors/define.js';
import type { RailMessage } from '../payment/webhookRoute.js';
import { lockTransfer } from '../store/transferStore.js';
import { applyFacts } from './applyFacts.js';
import type { PayoutsDeps } from './deps.js';

/**
 * Takes in one message of the rail, once by its id. A message about a transfer that is not ours, or about
 * another amount, is put down in our log and changes nothing.
 */
export function hearRail({ store, logger }: PayoutsDeps) {
  return async (message: RailMessage): Promise<void> => {
    const { transferId, eventId, fact, occurredAt, failure } = message;
    const cooperative = await homeOf(transferId);
    if (!cooperative) {
      logger.error({ event: eventId }, 'the rail speaks of a transfer that is not ours');
      return;
    }
    await store.transaction({ cooperative }, async (tx) => {
      const transfer = await lockTransfer(tx, cooperative, transferId);
      const ours = transfer?.amountMinor === message.amountMinor && transfer.currency === message.currency;
      if (!transfer || !ours) {
        logger.error({ event: eventId, transfer: transferId }, 'the rail speaks of another amount');
        return;
      }
      const heard = await tx.query(
        `with heard as (
           insert into rail_event (cooperative_id, event_id, transfer_id, fact, occurred_at, heard_at)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1
         ) select from heard`,
        [cooperative, eventId, transferId, fact, occurredAt, tx.now],
      );
      if (heard.length > 0) {
        await applyFacts(tx, logger, cooperative, transferId, { facts: [{ fact, at: occurredAt }], failure });
      }
    });
  };

  async function homeOf(transferId: string): Promise<string | undefined> {
    if (!['pay', 'pyt'].includes(prefixOf(transferId) ?? '')) return undefined;
    try {
      return await store.home(transferId);
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}

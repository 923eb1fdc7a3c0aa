import { prefixOf } from '../../kit/domain/ids.js';
import { DomainError } from '../../kit/errors/define.js';
import type { RailMessage } from '../adapters/webhookRoute.js';
import { noteRailEvent } from '../store/railEventStore.js';
import { lockTransfer } from '../store/transferStore.js';
import { applyFacts } from './applyFacts.js';
import type { PayoutsPorts } from './ports.js';

/**
 * Takes in one message of the rail, once by its id. A message about a transfer that is not ours, or about
 * another amount, is put down in our log and changes nothing.
 */
export function handleRailEvent({ store, logger }: PayoutsPorts) {
  return async (message: RailMessage): Promise<void> => {
    const { transferId, eventId, fact, occurredAt, failure } = message;
    const cooperativeId = await homeOf(transferId);
    if (!cooperativeId) {
      logger.error({ event: eventId }, 'the rail speaks of a transfer that is not ours');
      return;
    }
    await store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const transfer = await lockTransfer(tx, cooperativeId, transferId);
      const ours = transfer?.amountMinor === message.amountMinor && transfer.currency === message.currency;
      if (!transfer || !ours) {
        logger.error({ event: eventId, transfer: transferId }, 'the rail speaks of another amount');
        return;
      }
      const event = { cooperativeId, eventId, transferId, fact, occurredAt };
      if (await noteRailEvent(tx, event)) {
        await applyFacts(tx, logger, cooperativeId, transferId, {
          facts: [{ fact, at: occurredAt }],
          failure,
        });
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

import { ConsentWithdrawn } from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { withdrawalStatement, withdrawn } from '../domain/consent.js';
import type { Consent } from '../domain/consent.js';
import { holdConsent, saveWithdrawal } from '../store/consentStore.js';
import { deleteWraps } from '../store/wrapStore.js';
import type { DataPorts } from './ports.js';
import { requireSelf } from './requireSelf.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import { withReceipt } from './withReceipt.js';

export interface WithdrawConsent extends Signed {
  readonly consentId: string;
}

/**
 * Takes a consent back: the wrap is destroyed in this transaction.
 *
 * The consent's row is locked first, as the release of a result locks it. So either the result was out before,
 * or it sees the withdrawal; once this is acknowledged, nothing that holds these records is released.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, also for what is another member's; CONSENT_ENDED, SIGNATURE_INVALID, in this
 *   order.
 */
export function withdrawConsent({ store, signer }: Pick<DataPorts, 'store' | 'signer'>) {
  return async (viewer: Viewer, input: WithdrawConsent): Promise<Consent> => {
    viewer.requireDid();
    const { consentId } = input;
    const cooperativeId = await whereaboutsOf(store, requireId('cns', consentId));
    const member = await requireSelf(viewer, cooperativeId, consentId);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const consent = await holdConsent(tx, cooperativeId, consentId);
      if (consent?.memberId !== member.memberId) {
        throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: consentId });
      }
      const ended = withdrawn(consent, tx.now);
      requireSignature(member, withdrawalStatement({ consent: consentId, member: member.did }), input);
      const receipted = await withReceipt(tx, signer, ended, member.did);
      await saveWithdrawal(tx, receipted);
      await deleteWraps(tx, cooperativeId, [consentId]);
      tx.append(ConsentWithdrawn, {
        cooperative: cooperativeId,
        actorRole: 'MEMBER',
        subject: member.memberId,
        actor: member.did,
        private: { consent: consentId, memberId: member.memberId, dataset: consent.datasetId },
      });
      return receipted;
    });
  };
}

import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { requireGranted, withdrawalStatement } from '../domain/consent.js';
import { ConsentRow } from '../store/consentRow.js';
import { requireSelf } from './member.js';
import type { DataPorts } from './ports.js';
import { issueReceipt } from './receipts.js';
import { requireSignature } from './signature.js';
import type { SignedInput } from './signature.js';
import { destroyWraps } from './wraps.js';

export interface WithdrawConsentInput extends SignedInput {
  readonly consent: string;
}

/**
 * Takes a consent back: the wrap is destroyed in this transaction.
 *
 * The consent's row is locked first, as the release of a result locks it. So either the result was out before,
 * or it sees the withdrawal; once this is acknowledged, nothing that holds these records is released.
 *
 * @throws NOT_FOUND, also for what is another member's; UNAUTHENTICATED, CONSENT_ENDED, SIGNATURE_INVALID
 */
export async function withdrawConsent(
  { store, signer }: DataPorts,
  viewer: Viewer,
  input: WithdrawConsentInput,
): Promise<ConsentRow> {
  viewer.requireDid();
  const cooperative = await whereaboutsOf(store, requireId('cns', input.consent));
  const member = await requireSelf(viewer, cooperative, input.consent);
  return store.transaction({ cooperative }, async (tx) => {
    const row = await lockConsent(tx, cooperative, input.consent);
    if (row?.memberId !== member.memberId) {
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: input.consent });
    }
    requireGranted(row, tx.now);
    requireSignature(withdrawalStatement({ consent: row.id, member: member.did }), input, member);
    const withdrawn = { ...row, withdrawnAt: tx.now };
    const receipt = await issueReceipt(tx, signer, withdrawn, member.did);
    await tx.query(
      'update consent set withdrawn_at = $3, receipt = $4 where cooperative_id = $1 and id = $2',
      [cooperative, row.id, tx.now, JSON.stringify(receipt)],
    );
    await destroyWraps(tx, cooperative, [row.id]);
    tx.append({
      type: 'ConsentWithdrawn',
      cooperative,
      actorRole: 'MEMBER',
      subject: member.memberId,
      actor: member.did,
      values: { consent: row.id, memberId: member.memberId, dataset: row.datasetId },
    });
    return { ...withdrawn, receipt };
  });
}

function lockConsent(tx: Tx, cooperative: string, id: string): Promise<ConsentRow | null> {
  return tx.manager
    .createQueryBuilder(ConsentRow, 'consent')
    .where('consent.cooperativeId = :cooperative and consent.id = :id', { cooperative, id })
    .setLock('pessimistic_write')
    .getOne();
}

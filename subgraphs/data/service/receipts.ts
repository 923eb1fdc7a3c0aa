import type { Tx } from '../../kit/store/store.js';
import { receiptSubject } from '../domain/receipt.js';
import type { ConsentRow } from '../store/consentRow.js';
import { cooperativeOf, currentCharter } from './charter.js';
import type { Signer } from './ports.js';

/** The signed receipt of a consent as it stands, by ISO/IEC TS 27560. */
export async function issueReceipt(
  tx: Tx,
  signer: Signer,
  consent: Omit<ConsentRow, 'receipt' | 'erasedAt'>,
  memberDid: string,
): Promise<Record<string, unknown>> {
  const { did } = await cooperativeOf(tx, consent.cooperativeId);
  const { version } = await currentCharter(tx, consent.cooperativeId);
  const subject = receiptSubject({
    consent: consent.id,
    dataset: consent.datasetId,
    member: memberDid,
    controller: did,
    purposes: consent.purposes,
    categories: consent.categories,
    recipients: consent.recipients,
    charterVersion: version,
    wrapDigest: consent.wrapDigest,
    grantedAt: consent.grantedAt,
    expiresAt: consent.expiresAt,
    withdrawnAt: consent.withdrawnAt,
  });
  return signer.credential('ConsentReceipt', consent.id, subject, tx.now);
}

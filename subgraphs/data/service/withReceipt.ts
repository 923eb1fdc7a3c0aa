import type { Tx } from '../../kit/store/tx.js';
import type { Consent, ConsentWithoutReceipt } from '../domain/consent.js';
import { receiptSubject } from '../domain/receipt.js';
import type { Signer } from './ports.js';
import { requireCharter, requireCooperative } from './requireCharter.js';

/** The consent with the signed receipt of it as it stands, by ISO/IEC TS 27560. */
export async function withReceipt(
  tx: Tx,
  signer: Signer,
  consent: ConsentWithoutReceipt,
  memberDid: string,
): Promise<Consent> {
  const { did } = await requireCooperative(tx, consent.cooperativeId);
  const { version } = await requireCharter(tx, consent.cooperativeId);
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
  return { ...consent, receipt: signer.credential('ConsentReceipt', consent.id, subject, tx.now) };
}

import { call } from '../client/mutation.js';
import { toBase64, type Bytes } from '../encoding/bytes.js';
import { newTypeId } from '../encoding/typeId.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { contribute, grantConsent } from '../operations/data.js';
import { wrapDatasetKey, wrapDigest } from '../vault/consentWrap.js';
import { sealContribution, type Row } from '../vault/contribution.js';

export interface ComputeKey {
  readonly version: number;
  /** X25519, base64url. */
  readonly publicKey: string;
}

export interface ConsentTerms {
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  readonly expiresAt: string | null;
}

/** Seals rows for a dataset. The ciphertext's address is the idempotency key: the same bytes are stored once. */
export async function contributionBy(
  key: SigningKey,
  dataset: string,
  datasetKey: Bytes,
  rows: readonly Row[],
) {
  const sealed = await sealContribution({ dataset, member: key.did }, rows, datasetKey);
  return call(contribute, {
    dataset,
    ciphertext: toBase64(sealed.ciphertext),
    cid: sealed.cid,
    sealedKey: sealed.sealedKey,
    recordCount: sealed.recordCount,
    idempotencyKey: sealed.cid,
  });
}

/** Wraps the dataset key to the compute service under these terms and no others, and signs that. */
export async function consentBy(
  key: SigningKey,
  of: {
    cooperative: string;
    dataset: string;
    datasetKey: Bytes;
    computeKey: ComputeKey;
    terms: ConsentTerms;
  },
) {
  const { cooperative, dataset, datasetKey, computeKey, terms } = of;
  const id = newTypeId('cns');
  const wrap = await wrapDatasetKey(datasetKey, computeKey.publicKey, { consent: id, ...terms });
  const signed = signStatement(key, 'Consent', {
    id,
    cooperative,
    dataset,
    ...terms,
    epoch: computeKey.version,
    wrapDigest: wrapDigest(wrap),
    member: key.did,
  });
  return call(grantConsent, { id, dataset, ...terms, keyVersion: computeKey.version, wrap, ...signed });
}

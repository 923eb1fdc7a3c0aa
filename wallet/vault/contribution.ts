import { concat, fromBase64url, fromUtf8, toBase64url, utf8, type Bytes } from '../encoding/bytes.js';
import { canonicalize, type Json } from '../encoding/canonical.js';
import { systemRandom, type RandomSource } from '../encoding/random.js';
import { WalletError } from '../errors.js';
import { open, seal } from './aead.js';
import { cidOf } from './cid.js';

/** Ciphertext of one contribution, so that a mutation with it stays within the gateway's request body limit. */
export const CIPHERTEXT_BYTES_MAX = 128 * 1024;

const FORMAT = 0x01;

/** One record: column name to value. */
export type Row = { readonly [column: string]: string | number | boolean | null };

/** Whose records, in which dataset. Both are bound to the ciphertext, so it opens nowhere else. */
export interface Belonging {
  readonly dataset: string;
  /** The member's pairwise DID. */
  readonly member: string;
}

export interface SealedContribution {
  /** Format byte ‖ nonce ‖ ciphertext ‖ tag. */
  readonly ciphertext: Bytes;
  readonly cid: string;
  /** The record key under the member's dataset key, base64url. */
  readonly sealedKey: string;
  readonly recordCount: number;
}

/**
 * Encrypts records under a key of their own, and that key under the member's dataset key.
 *
 * @throws CONTRIBUTION_TOO_LARGE
 */
export async function sealContribution(
  belonging: Belonging,
  rows: readonly Row[],
  datasetKey: Bytes,
  random: RandomSource = systemRandom,
): Promise<SealedContribution> {
  const plaintext = utf8(canonicalize({ v: 1, dataset: belonging.dataset, rows }));
  const recordKey = random(32);
  const sealed = await seal(recordKey, plaintext, associatedData(belonging), random);
  const ciphertext = concat(Uint8Array.of(FORMAT), sealed);
  if (ciphertext.length > CIPHERTEXT_BYTES_MAX) {
    throw new WalletError(
      'CONTRIBUTION_TOO_LARGE',
      `A contribution has ${CIPHERTEXT_BYTES_MAX} bytes at most.`,
    );
  }
  const cid = cidOf(ciphertext);
  const sealedKey = toBase64url(await seal(datasetKey, recordKey, utf8(cid), random));
  return { ciphertext, cid, sealedKey, recordCount: rows.length };
}

/**
 * Opens one's own contribution.
 *
 * @throws CID_MISMATCH, CIPHERTEXT_INVALID
 */
export async function openContribution(
  belonging: Belonging,
  sealed: Pick<SealedContribution, 'ciphertext' | 'cid' | 'sealedKey'>,
  datasetKey: Bytes,
): Promise<readonly Row[]> {
  if (cidOf(sealed.ciphertext) !== sealed.cid) {
    throw new WalletError('CID_MISMATCH', 'These bytes are not those that the address names.');
  }
  if (sealed.ciphertext[0] !== FORMAT) {
    throw new WalletError(
      'CIPHERTEXT_INVALID',
      'This contribution is in a format that this wallet does not know.',
    );
  }
  const recordKey = await open(datasetKey, fromBase64url(sealed.sealedKey), utf8(sealed.cid));
  const plaintext = await open(recordKey, sealed.ciphertext.slice(1), associatedData(belonging));
  return requireRows(JSON.parse(fromUtf8(plaintext)) as Json, belonging.dataset);
}

function associatedData(belonging: Belonging): Bytes {
  return utf8(`${belonging.dataset}|${belonging.member}`);
}

function requireRows(content: Json, dataset: string): readonly Row[] {
  if (content !== null && typeof content === 'object' && 'rows' in content) {
    const { v, dataset: named, rows } = content;
    if (v === 1 && named === dataset && Array.isArray(rows)) return rows as readonly Row[];
  }
  throw new WalletError('CIPHERTEXT_INVALID', 'The opened bytes are no contribution to this dataset.');
}

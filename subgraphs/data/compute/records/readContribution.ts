import { fromBase64Url } from '../../../kit/domain/encoding.js';
import { contributedRows } from '../../domain/contributedRow.js';
import { cidOf } from '../../domain/ciphertext.js';
import type { Blobs } from '../../adapters/blobs.js';
import { openRecord, openRecordKey } from './openRecord.js';

/** A ciphertext with all that it is bound to. */
export interface SealedContribution {
  readonly cooperativeId: string;
  readonly datasetId: string;
  readonly did: string;
  readonly cid: string;
  readonly sealedKey: string;
}

/**
 * The rows of a contribution. Every key and every plaintext is wiped before this returns; strings that JSON made of a
 * plaintext are left to the collector, as the language has it.
 *
 * @returns ABSENT while its bytes are not there; null when they do not open, or hold nothing for this dataset.
 */
export async function readContribution(
  blobs: Blobs,
  sealed: SealedContribution,
  datasetKey: Uint8Array,
): Promise<readonly unknown[] | 'ABSENT' | null> {
  const ciphertext = await blobs.get(sealed.cooperativeId, sealed.cid);
  if (!ciphertext) return 'ABSENT';
  const plaintext = open(ciphertext, sealed, datasetKey);
  if (!plaintext) return null;
  try {
    return contributedRows(parse(plaintext), sealed.datasetId)?.rows ?? null;
  } finally {
    plaintext.fill(0);
  }
}

function open(
  ciphertext: Uint8Array,
  { datasetId, did, cid, sealedKey }: SealedContribution,
  datasetKey: Uint8Array,
): Buffer | null {
  const sealed = fromBase64Url(sealedKey);
  if (!sealed || cidOf(ciphertext) !== cid) return null;
  let recordKey: Buffer | undefined;
  try {
    recordKey = openRecordKey(sealed, datasetKey, cid);
    return openRecord(ciphertext, recordKey, datasetId, did);
  } catch {
    return null;
  } finally {
    recordKey?.fill(0);
  }
}

function parse(plaintext: Buffer): unknown {
  try {
    return JSON.parse(plaintext.toString('utf8'));
  } catch {
    return null;
  }
}

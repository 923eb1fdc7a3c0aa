import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { canonicalize } from '../domain/canonical.js';
import type { SealedEntry } from './entry.js';

/**
 * The receipt of a change: where it will stand, and until when at the latest. Signed by the service's log key
 * over the canonical form of everything but the signature, so that a verifier can hold the service to it.
 */
export interface JournalPosition {
  service: string;
  cooperative: string;
  entry: string;
  /** Lowercase hex. */
  leafHash: string;
  issuedAt: string;
  maxDelayMs: number;
  /** Base64url Ed25519. */
  signature: string;
}

export function promiseInclusion(
  service: string,
  entry: SealedEntry,
  key: KeyObject,
  maxDelayMs: number,
): JournalPosition {
  const promise = {
    service,
    cooperative: entry.cooperative,
    entry: entry.entryId,
    leafHash: entry.leafHash.toString('hex'),
    issuedAt: new Date().toISOString(),
    maxDelayMs,
  };
  const signature = sign(null, Buffer.from(canonicalize(promise), 'utf8'), key).toString('base64url');
  return { ...promise, signature };
}

import { verifyJson } from '../keys/signingKey.js';

/** The receipt of a mutation: the signed promise that its journal entry will stand in the log, and by when. */
export interface InclusionPromise {
  readonly service: string;
  readonly cooperative: string;
  readonly entry: string;
  /** Lowercase hex. */
  readonly leafHash: string;
  readonly issuedAt: string;
  readonly maxDelayMs: number;
  /** Base64url Ed25519. */
  readonly signature: string;
}

/**
 * Whether a receipt was signed by the service's log key, so that it can be held against the service later.
 *
 * @param logKey - the log's Ed25519 public key, multibase.
 */
export function isPromiseOf(logKey: string, receipt: InclusionPromise): boolean {
  const { signature, ...promise } = receipt;
  return verifyJson(promise, signature, logKey);
}

/** The instant after which an entry that is missing from the log proves the promise broken. */
export function dueAt(receipt: InclusionPromise): Date {
  return new Date(Date.parse(receipt.issuedAt) + receipt.maxDelayMs);
}

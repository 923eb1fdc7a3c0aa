import { canonicalize } from '../../kit/domain/canonical.js';
import { utf8 } from '../../kit/domain/encoding.js';
import type { RowCounts } from './judgedRows.js';

/**
 * What the compute worker states of a contribution, and signs: the UTF-8 bytes of the canonical form (RFC 8785) under its
 * Ed25519 key. It names the ciphertext by its CID and no person, and the day in place of the instant, so that an auditor
 * can check it and learn nothing of who it is.
 */
export interface VerificationStatement {
  readonly v: 1;
  readonly type: 'ContributionVerification';
  readonly dataset: string;
  readonly cid: string;
  /** False where nothing came out of the ciphertext that the dataset could take: then all counts are zero. */
  readonly readable: boolean;
  readonly rows: RowCounts;
  /** From 1; rises when rows of others make these count less or more. The highest holds. */
  readonly revision: number;
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
}

/** What the worker found of a contribution, with the proof that it was the worker. */
export interface Verification {
  readonly cooperativeId: string;
  readonly contributionId: string;
  readonly datasetId: string;
  readonly memberId: string;
  readonly statement: VerificationStatement;
  /** Unpadded base64url. */
  readonly signature: string;
  /** The worker's public key as multibase, as in a did:key. */
  readonly key: string;
}

export function verificationStatement(
  of: Pick<VerificationStatement, 'dataset' | 'cid' | 'readable' | 'rows' | 'revision'>,
  at: Date,
): VerificationStatement {
  const { dataset, cid, readable, rows, revision } = of;
  const day = at.toISOString().slice(0, 'YYYY-MM-DD'.length);
  return { v: 1, type: 'ContributionVerification', dataset, cid, readable, rows, revision, day };
}

/** The bytes that are signed. */
export function verificationBytes(statement: VerificationStatement): Uint8Array {
  return utf8(canonicalize(statement));
}

import { canonicalize } from '../../kit/domain/canonical.js';
import { openCheckpoint } from '../../kit/domain/checkpoint.js';
import { fromBase64, utf8 } from '../../kit/domain/encoding.js';
import { leafHash } from '../../kit/domain/merkle.js';
import { verifyInclusion } from '../../kit/domain/merkleProof.js';
import { effectDigest } from './acceptance.js';
import type { LicenceEffect } from './acceptance.js';

/** What shows that the members decided: a leaf of governance's log, its path, and the head that was signed. */
export interface DecisionEvidence {
  /** The public part of governance's `ProposalEnacted`. */
  readonly leaf: Record<string, unknown>;
  readonly index: string;
  readonly size: string;
  /** Base64, from the leaf upwards. */
  readonly hashes: readonly string[];
  /** The checkpoint as a signed note. */
  readonly checkpoint: string;
}

export type DecisionFault =
  /** The leaf says something other than that this proposal of this co-op was enacted. */
  | 'LEAF_IS_NO_DECISION'
  /** What was decided is not what the buyer accepted. */
  | 'EFFECT_DIFFERS'
  /** The head was not signed by governance's key for the log of this co-op. */
  | 'CHECKPOINT_UNSIGNED'
  /** The leaf is not in that log. */
  | 'LEAF_NOT_INCLUDED';

/**
 * Judges whether a vote stands behind a licence, believing nobody but the pinned key: the effect is the one that
 * this service would have put to the vote, its digest stands in a leaf, and the leaf in the signed log.
 *
 * @param verifierKey - governance's, for the log of this co-op.
 * @returns what is wrong, or null.
 */
export function faultOfDecision(
  effect: LicenceEffect,
  cooperativeId: string,
  evidence: DecisionEvidence,
  verifierKey: string,
): DecisionFault | null {
  const { leaf } = evidence;
  const says =
    leaf.service === 'governance' && leaf.type === 'ProposalEnacted' && leaf.cooperative === cooperativeId;
  if (!says) return 'LEAF_IS_NO_DECISION';
  const digests = (leaf.digests ?? {}) as Record<string, unknown>;
  if (digests.effect !== effectDigest(effect)) return 'EFFECT_DIFFERS';
  const head = openCheckpoint(evidence.checkpoint, verifierKey);
  if (!head || head.size !== integer(evidence.size)) return 'CHECKPOINT_UNSIGNED';
  return isIncluded(evidence, head.root) ? null : 'LEAF_NOT_INCLUDED';
}

function isIncluded(evidence: DecisionEvidence, root: Uint8Array): boolean {
  const index = integer(evidence.index);
  const size = integer(evidence.size);
  const hashes = evidence.hashes.map(fromBase64);
  if (index === undefined || size === undefined || !hashes.every((hash) => hash !== undefined)) return false;
  return verifyInclusion({ leafHash: hashOfLeaf(evidence.leaf), index, size, root, hashes });
}

function hashOfLeaf(leaf: Record<string, unknown>): Uint8Array {
  return leafHash(utf8(canonicalize(leaf)));
}

function integer(text: string): bigint | undefined {
  return /^(0|[1-9]\d{0,18})$/.test(text) ? BigInt(text) : undefined;
}

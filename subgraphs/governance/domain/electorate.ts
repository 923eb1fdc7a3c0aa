import { canonicalize } from '../../kit/domain/canonical.js';
import { toHex, utf8 } from '../../kit/domain/encoding.js';
import { leafHash, merkleRoot } from '../../kit/domain/merkle.js';

/** A member entitled to vote, with the pairwise DID under which the ballot is signed. */
export interface Elector {
  memberId: string;
  did: string;
}

export interface ElectorateTree {
  /** In the order of their member ids, which is the order of the leaves. */
  electors: readonly (Elector & { leafHash: Uint8Array })[];
  /** RFC 6962 root, lowercase hex. */
  root: string;
}

/**
 * Lays an electorate into a tree: a leaf a member, the canonical form of `{did, memberId}`. Membership does the
 * same on its side; that both find one root is what makes the electorate one fact.
 */
export function electorateTree(members: readonly Elector[]): ElectorateTree {
  const electors = members
    .map(({ memberId, did }) => ({
      memberId,
      did,
      leafHash: leafHash(utf8(canonicalize({ did, memberId }))),
    }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  return { electors, root: toHex(merkleRoot(electors.map((elector) => elector.leafHash))) };
}

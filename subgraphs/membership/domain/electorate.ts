import { canonicalize } from '../../kit/domain/canonical.js';
import { toHex, utf8 } from '../../kit/domain/encoding.js';
import { leafHash, merkleRoot } from '../../kit/domain/merkle.js';

export interface Elector {
  readonly memberId: string;
  readonly did: string;
}

/** The members entitled to vote on one proposal, in the order of their ids. */
export interface Electorate {
  readonly members: readonly Elector[];
  readonly size: number;
  /** Lowercase hex. */
  readonly root: string;
}

/**
 * Fixes who may vote: an RFC 6962 tree over the canonical form of `{memberId, did}`, a leaf a member, in the
 * order of member ids. It depends on nothing but the members, so anyone who is given the list finds the root.
 */
export function fixElectorate(electors: readonly Elector[]): Electorate {
  const members = electors
    .map(({ memberId, did }) => ({ memberId, did }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : a.memberId > b.memberId ? 1 : 0));
  const leaves = members.map((elector) => leafHash(utf8(canonicalize(elector))));
  return { members, size: members.length, root: toHex(merkleRoot(leaves)) };
}

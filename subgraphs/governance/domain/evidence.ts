import { canonicalize } from '../../kit/domain/canonical.js';
import { toHex, utf8 } from '../../kit/domain/encoding.js';
import { leafHash, merkleRoot } from '../../kit/domain/merkle.js';

/** One counted ballot as everyone may see it once voting has closed. */
export interface PublishedBallot {
  /** Random, made for this proposal alone. */
  pseudonym: string;
  choices: string[];
  /** Members for whom it counts: the voter and those who delegated to the voter. */
  weight: number;
  /** Commitment to the signed ballot; the log holds it from the instant it was cast. */
  commitment: string;
}

/** The bytes of a published ballot's leaf: its canonical JSON. */
function ballotLeaf({ pseudonym, choices, weight, commitment }: PublishedBallot): Uint8Array {
  return utf8(canonicalize({ choices, commitment, pseudonym, weight }));
}

/** RFC 6962 root, lowercase hex, over the published ballots in the order of their pseudonyms. */
export function ballotsRoot(ballots: readonly PublishedBallot[]): string {
  const ordered = [...ballots].sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
  return toHex(merkleRoot(ordered.map((ballot) => leafHash(ballotLeaf(ballot)))));
}

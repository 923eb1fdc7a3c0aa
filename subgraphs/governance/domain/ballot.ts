import { digestOf } from '../../kit/domain/canonical.js';

/** What a member signs to vote: the proposal, the exact effect, and the choice. */
export interface BallotStatement {
  v: 1;
  type: 'Ballot';
  proposal: string;
  effectDigest: string;
  choices: string[];
  voter: string;
}

export function ballotStatement(
  proposal: string,
  effectDigest: string,
  choices: readonly string[],
  voter: string,
): BallotStatement {
  return { v: 1, type: 'Ballot', proposal, effectDigest, choices: [...choices], voter };
}

/**
 * The commitment that stands for a signed ballot in the log and in the published evidence. Its salt, which only the
 * voter's receipt shows, keeps anyone from guessing the voter by trying the members one by one.
 *
 * @param salt - 128 random bits in lowercase hex.
 */
export function ballotCommitment(statement: BallotStatement, signature: string, salt: string): string {
  return digestOf({ salt, signature, statement });
}

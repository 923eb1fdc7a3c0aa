import { statement } from '../../kit/contracts/statements.js';
import type { Statement } from '../../kit/contracts/statements.js';
import { digestOf } from '../../kit/domain/canonical.js';

/** What a member signs to vote: the proposal, the exact effect, and the choice. */
export type BallotStatement = Statement<'Ballot'>;

export function ballotStatement(
  proposal: string,
  effectDigest: string,
  choices: readonly string[],
  voter: string,
): BallotStatement {
  return statement('Ballot', { proposal, effectDigest, choices, voter });
}

/**
 * The commitment that stands for a signed ballot in the log and in the published evidence. Its salt, which only the
 * voter's receipt shows, keeps anyone from guessing the voter by trying the members one by one.
 *
 * @param salt - 128 random bits in lowercase hex.
 */
export function ballotCommitment(ballot: BallotStatement, signature: string, salt: string): string {
  return digestOf({ salt, signature, statement: ballot });
}

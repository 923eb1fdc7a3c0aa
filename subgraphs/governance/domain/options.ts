import { ERRORS } from './errors.js';
import type { Effect } from '../../kit/contracts/effects.js';

/** The three answers to a proposal that is decided by single choice, in the order of the ballot paper. */
const ANSWERS = ['FOR', 'AGAINST', 'ABSTAIN'] as const;
export type Answer = (typeof ANSWERS)[number];

export type BallotMethod = 'SINGLE' | 'APPROVAL';

/** One line of the ballot paper: an answer, or in an election a candidate. */
export interface ProposalOption {
  id: string;
  /** FOR, AGAINST or ABSTAIN; for a candidate, the member's id. */
  label: string;
  /** The member who stands; null for an answer. */
  candidate: string | null;
}

/** An election needs a ballot paper with names on it; everything else is answered. */
export function methodFits(kind: Effect['kind'], method: BallotMethod): boolean {
  return (kind === 'ELECTION') === (method === 'APPROVAL');
}

/** The ballot paper of a proposal. @param newOptionId - makes a fresh option id for each line. */
export function optionsFor(effect: Effect, newOptionId: () => string): ProposalOption[] {
  if (effect.kind !== 'ELECTION') {
    return ANSWERS.map((answer) => ({ id: newOptionId(), label: answer, candidate: null }));
  }
  return effect.candidates.map((member) => ({ id: newOptionId(), label: member, candidate: member }));
}

/**
 * Single choice takes exactly one option. Approval takes any number, each once; none is a valid ballot that
 * approves of nobody and still counts towards the quorum.
 *
 * @throws CHOICES_INVALID
 */
export function requireChoices(
  method: BallotMethod,
  options: readonly ProposalOption[],
  choices: readonly string[],
): void {
  const refuse = (why: string) => ERRORS.CHOICES_INVALID.raise(why, { choices: choices.length, method });
  if (method === 'SINGLE' && choices.length !== 1) throw refuse('This ballot takes exactly one choice.');
  if (new Set(choices).size !== choices.length) throw refuse('An option may be chosen once.');
  const known = new Set(options.map((option) => option.id));
  if (choices.some((choice) => !known.has(choice)))
    throw refuse('A choice is not an option of this proposal.');
}

import type { CharterTerms, DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import type { Effect } from '../../kit/contracts/effects.js';
import { powersOf } from '../../kit/contracts/powers.js';
import { ERRORS } from './errors.js';
import type { Proposal } from './proposal.js';
import { stateOf } from './proposalState.js';

/**
 * Who may stop a proposal before it is done: its proposer until the first ballot, and from then on the members alone.
 *
 * | state                  | who stops it                                                                  |
 * | ---------------------- | ----------------------------------------------------------------------------- |
 * | OPENING, OPEN, no ballot| the proposer, as the charter has it; of an election no steward in office       |
 * | OPEN with a ballot     | nobody: the vote itself decides                                               |
 * | QUEUED                 | a vote to cancel, in which as many take part as decided                       |
 * | QUEUED election        | nobody: another election is how members think again                           |
 *
 * What another service's journal asked for ends with its facts as well: the buyer withdraws, the applicant leaves.
 */
export interface Taking {
  /** Whether anybody has voted. */
  readonly hasBallots: boolean;
  /** Whether the proposer is a steward in office. */
  readonly isSteward: boolean;
  /** Those of the charter under which it was submitted. */
  readonly terms: CharterTerms;
}

/** That a proposer may take a proposal back. @throws PROPOSAL_NOT_CANCELLABLE */
export function requireTakeable(proposal: Proposal, { hasBallots, isSteward, terms }: Taking): void {
  const state = stateOf(proposal);
  const refuse = (why: string) => ERRORS.PROPOSAL_NOT_CANCELLABLE.raise(why, { state });
  if (state !== 'OPENING' && state !== 'OPEN') throw refuse('This proposal has been decided.');
  if (hasBallots) throw refuse('A member has voted: from now on only the vote itself decides.');
  if (proposal.kind === 'ELECTION' && isSteward) {
    throw refuse('An election is never stopped by those whom it replaces.');
  }
  const { withdrawal } = powersOf(terms);
  if (withdrawal === 'NEVER' || (withdrawal === 'UNTIL_OPENING' && state === 'OPEN')) {
    throw refuse('The charter does not let a proposer take a proposal back any more.');
  }
}

/** Decisions that stand: of who holds an office, and those about decisions. */
const STANDING_KINDS: readonly Effect['kind'][] = ['ELECTION', 'CANCELLATION', 'REINSTATEMENT'];

/**
 * How members decide whether to take a decision back. By the charter's rule for it, or else by the one that made the
 * decision, within half of the time that the decision waits. Fewer than decided never undo it: the quorum is their
 * turnout at least.
 */
export function cancellationRule(terms: CharterTerms, target: Proposal): DecisionRuleTerms {
  const own = terms.rules.find((rule) => rule.kind === 'CANCELLATION' && rule.method === 'SINGLE');
  const { rule, tally } = target;
  return {
    kind: 'CANCELLATION',
    method: 'SINGLE',
    quorumBp: Math.max((own ?? rule).quorumBp, tally?.turnoutBp ?? 0),
    threshold: (own ?? rule).threshold,
    votingPeriodSeconds:
      own?.votingPeriodSeconds ?? Math.max(PERIOD_SECONDS_MIN, Math.floor(rule.timelockSeconds / 2)),
    timelockSeconds: 0,
  };
}

/** As for every rule of a charter. */
const PERIOD_SECONDS_MIN = 60;

/**
 * Refuses to ask the members to take back what they have not decided, what stands, what they have been asked about
 * before, and what comes about before they could answer.
 *
 * @param asked - whether a vote to cancel it was called before.
 * @throws PROPOSAL_NOT_CANCELLABLE
 */
export function requireCancellable(
  target: Proposal,
  asked: boolean,
  { votingPeriodSeconds }: DecisionRuleTerms,
  now: Date,
): void {
  const state = stateOf(target);
  const enactableAt = target.enactableAt?.toISOString() ?? null;
  const refuse = (why: string) => ERRORS.PROPOSAL_NOT_CANCELLABLE.raise(why, { state, enactableAt });
  if (STANDING_KINDS.includes(target.kind)) throw refuse('A decision of this kind stands.');
  if (state !== 'QUEUED' || !target.enactableAt) throw refuse('There is no decision here that still waits.');
  if (asked) throw refuse('The members have been asked once whether to take this back.');
  if (now.getTime() + votingPeriodSeconds * 1000 < target.enactableAt.getTime()) return;
  throw refuse('It takes effect before the members could answer.');
}

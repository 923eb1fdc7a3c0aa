import assert from 'node:assert/strict';
import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import type { Answer, ProposalOption } from './options.js';

/** A ballot as it is counted: what it chose, and for how many members it speaks (its own included). */
export interface WeightedBallot {
  choices: readonly string[];
  /** Members, one or more. */
  weight: number;
}

/** The rule that a proposal is decided by, as the charter had it when the proposal was made. */
export type CountingRule = Pick<DecisionRuleTerms, 'method' | 'quorumBp' | 'threshold'>;

export interface OptionCount {
  option: string;
  /** Members. */
  weight: number;
}

/** The ballots of one proposal, counted. Plain data: it is stored, digested and published as it stands. */
export interface Count {
  /** Ballots cast. */
  ballotsCounted: number;
  /** Members who took part, by ballot or by delegation. */
  participants: number;
  electorateSize: number;
  /** Participants in the electorate, in basis points, rounded down. */
  turnoutBp: number;
  quorumMet: boolean;
  passed: boolean;
  /** The options that prevailed; none without a quorum. */
  outcome: string[];
  rounds: { number: number; counts: OptionCount[] }[];
}

/**
 * Counts a proposal.
 *
 * The quorum is met when those who took part, abstentions included, are at least `quorumBp` of the electorate.
 * SINGLE passes when FOR is at least `threshold` of FOR and AGAINST together, and more than AGAINST: a tie never
 * passes, and a threshold below one half is read as a majority. APPROVAL fills `seats` with the candidates whom
 * most approve and at least one approves; equal ones go by the smaller member id. It knows no threshold.
 *
 * @param seats - how many an election fills; not looked at otherwise.
 */
export function count(
  rule: CountingRule,
  options: readonly ProposalOption[],
  ballots: readonly WeightedBallot[],
  electorateSize: number,
  seats: number,
): Count {
  const participants = ballots.reduce((sum, ballot) => sum + ballot.weight, 0);
  assert(participants <= electorateSize, `${participants} took part of an electorate of ${electorateSize}`);
  const quorumMet = BigInt(participants) * 10_000n >= BigInt(rule.quorumBp) * BigInt(electorateSize);
  const weights = weigh(options, ballots);
  const winners = rule.method === 'SINGLE' ? answer(rule, options, weights) : elect(options, weights, seats);
  const outcome = quorumMet ? winners : [];
  const favoured = rule.method === 'SINGLE' ? idOf(options, 'FOR') : outcome[0];
  return {
    ballotsCounted: ballots.length,
    participants,
    electorateSize,
    turnoutBp: electorateSize === 0 ? 0 : Number((BigInt(participants) * 10_000n) / BigInt(electorateSize)),
    quorumMet,
    passed: favoured !== undefined && outcome.includes(favoured),
    outcome,
    rounds: [{ number: 1, counts: options.map(({ id }) => ({ option: id, weight: weights.get(id) ?? 0 })) }],
  };
}

function weigh(options: readonly ProposalOption[], ballots: readonly WeightedBallot[]): Map<string, number> {
  const weights = new Map(options.map((option) => [option.id, 0]));
  for (const ballot of ballots) {
    for (const choice of ballot.choices) {
      const weight = weights.get(choice);
      assert(weight !== undefined, `a counted ballot chooses ${choice}, which is no option`);
      weights.set(choice, weight + ballot.weight);
    }
  }
  return weights;
}

function answer(
  rule: CountingRule,
  options: readonly ProposalOption[],
  weights: ReadonlyMap<string, number>,
): string[] {
  const inFavour = BigInt(weights.get(idOf(options, 'FOR')) ?? 0);
  const against = BigInt(weights.get(idOf(options, 'AGAINST')) ?? 0);
  const { numerator, denominator } = rule.threshold;
  const reached = inFavour * BigInt(denominator) >= BigInt(numerator) * (inFavour + against);
  return [idOf(options, reached && inFavour > against ? 'FOR' : 'AGAINST')];
}

function elect(
  options: readonly ProposalOption[],
  weights: ReadonlyMap<string, number>,
  seats: number,
): string[] {
  const approvals = (option: ProposalOption) => weights.get(option.id) ?? 0;
  return options
    .filter((option) => approvals(option) > 0)
    .sort((a, b) => approvals(b) - approvals(a) || (a.label < b.label ? -1 : 1))
    .slice(0, seats)
    .map((option) => option.id);
}

function idOf(options: readonly ProposalOption[], wanted: Answer): string {
  const option = options.find(({ label }) => label === wanted);
  assert(option, `the ballot paper has no ${wanted}`);
  return option.id;
}

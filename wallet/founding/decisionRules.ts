import type { DecisionRule } from './charterTerms.js';

const DAY_SECONDS = 86_400;

/** What differs from co-op to co-op in how it decides. */
export interface Customs {
  /** Share of votes that changes the charter. */
  charterThreshold: { numerator: number; denominator: number };
  /** Days that a changed charter waits before it holds. */
  charterWaitDays: number;
  moneyThreshold: { numerator: number; denominator: number };
}

const MAJORITY = { numerator: 1, denominator: 2 };
const TWO_THIRDS = { numerator: 2, denominator: 3 };

/** How each kind of proposal is decided; quorums in basis points of the electorate. */
export function decisionRules({
  charterThreshold,
  charterWaitDays,
  moneyThreshold,
}: Customs): DecisionRule[] {
  return [
    rule('LICENCE', 1_000, MAJORITY, 5),
    rule('CHARTER_AMENDMENT', 2_000, charterThreshold, 7, charterWaitDays),
    rule('REVENUE_POLICY', 1_000, moneyThreshold, 5, 2),
    { ...rule('ELECTION', 1_000, { numerator: 0, denominator: 1 }, 7), method: 'APPROVAL' },
    rule('RECALL', 2_000, TWO_THIRDS, 7),
    rule('ADMISSION', 500, MAJORITY, 3),
    rule('DATA_SCHEMA', 1_000, MAJORITY, 5, 1),
    rule('SPENDING', 1_000, moneyThreshold, 5, 1),
    rule('COMMONS_FUNDING', 1_000, MAJORITY, 5, 1),
    rule('RESOLUTION', 1_000, MAJORITY, 5),
  ];
}

function rule(
  kind: string,
  quorumBp: number,
  threshold: DecisionRule['threshold'],
  votingDays: number,
  timelockDays = 0,
): DecisionRule {
  return {
    kind,
    method: 'SINGLE',
    quorumBp,
    threshold,
    votingPeriodSeconds: votingDays * DAY_SECONDS,
    timelockSeconds: timelockDays * DAY_SECONDS,
  };
}

import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { CharterTerms, DecisionRuleTerms } from '../../../subgraphs/kit/contracts/charterTerms.js';
import type { Charter } from '../../../subgraphs/governance/domain/charter.js';

const ISSUER = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

/** A rule with numbers that are easy to reckon with: a quorum of a fifth, a majority, an hour, a minute. */
export function rule(
  kind: DecisionRuleTerms['kind'],
  changes: Partial<DecisionRuleTerms> = {},
): DecisionRuleTerms {
  return {
    kind,
    method: kind === 'ELECTION' ? 'APPROVAL' : 'SINGLE',
    quorumBp: 2_000,
    threshold: { numerator: 1, denominator: 2 },
    votingPeriodSeconds: 3_600,
    timelockSeconds: 60,
    ...changes,
  };
}

export function charterTerms(changes: Partial<CharterTerms> = {}): CharterTerms {
  return {
    text: 'We pool our data and decide together.',
    allowedPurposes: ['dpv:ResearchAndDevelopment'],
    prohibitedPurposes: ['dpv:Advertising'],
    rules: [
      rule('LICENCE'),
      rule('CHARTER_AMENDMENT'),
      rule('REVENUE_POLICY'),
      rule('ELECTION'),
      rule('ADMISSION'),
      rule('RESOLUTION'),
    ],
    revenuePolicy: {
      reserveBp: 1_000,
      commonsBp: 500,
      reinvestBp: 0,
      basis: 'USAGE',
      minimumPayoutMinor: '500',
      currency: 'USD',
      withholdingTaxBp: 0,
    },
    admission: { by: 'STEWARDS', issuers: [ISSUER] },
    exitBalance: 'PAY',
    privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 },
    ...changes,
  };
}

export function charter(version: number, terms: CharterTerms): Charter {
  const effectiveAt = new Date('2026-01-01T00:00:00.000Z');
  return { id: newId('chr'), cooperative: newId('coop'), version, terms, effectiveAt };
}

import type { CharterTerms } from '../../../subgraphs/kit/contracts/charterTerms.js';

export const VOTING_SECONDS = 3_600;
export const TIMELOCK_SECONDS = 60;

/** A charter with numbers that are easy to reckon with: an hour to vote, a minute to wait. */
export function charterTerms(changes: Partial<CharterTerms> = {}): CharterTerms {
  return {
    text: 'We pool our data and decide together.',
    allowedPurposes: ['dpv:ResearchAndDevelopment', 'dpv:Marketing'],
    prohibitedPurposes: ['dpv:Advertising'],
    rules: [
      {
        kind: 'LICENCE',
        method: 'SINGLE',
        quorumBp: 2_000,
        threshold: { numerator: 1, denominator: 2 },
        votingPeriodSeconds: VOTING_SECONDS,
        timelockSeconds: TIMELOCK_SECONDS,
      },
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
    admission: { by: 'STEWARDS', issuers: ['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'] },
    exitBalance: 'PAY',
    privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 },
    ...changes,
  };
}

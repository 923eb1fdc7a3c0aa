import type { CharterTerms } from './charterTerms.js';
import { decisionRules } from './decisionRules.js';

const TWO_THIRDS = { numerator: 2, denominator: 3 };
const MAJORITY = { numerator: 1, denominator: 2 };

/**
 * A charter to begin with, careful where it is silent: research alone, nobody judged by their data, the charter changed
 * by two thirds. Whoever founds reads it, and changes it before the founding; afterwards the members do.
 *
 * @param currency - ISO 4217 code.
 * @param issuer - DID of whoever attests that applicants are people.
 */
export function firstCharter(currency: string, issuer: string): CharterTerms {
  return {
    text: TEXT,
    allowedPurposes: ['dpv:AcademicResearch', 'dpv:NonCommercialResearch', 'dpv:PublicBenefit'],
    prohibitedPurposes: [
      'dpv:Counterterrorism',
      'coop:IndividualCreditScoring',
      'coop:InsurancePricing',
      'coop:PredatoryAdvertising',
    ],
    rules: decisionRules({
      charterThreshold: TWO_THIRDS,
      charterWaitDays: 7,
      moneyThreshold: MAJORITY,
    }),
    revenuePolicy: {
      reserveBp: 1_000,
      commonsBp: 500,
      reinvestBp: 0,
      basis: 'USAGE',
      minimumPayoutMinor: '500',
      currency,
      withholdingTaxBp: 0,
    },
    admission: { by: 'STEWARDS', issuers: [issuer] },
    exitBalance: 'PAY',
    privacy: { epsilonPerBuyerMicro: 5_000_000, cohortMinimum: 10 },
  };
}

const TEXT = `# Charter

We hold our data in common, decide together who may use it and for what, and share what it earns.

One person, one vote. Whoever shows an attestation of a listed issuer may apply; the stewards admit.

Our data serve research and the public. Nobody is judged, priced or hunted by them.

A tenth of what is earned is kept in reserve, a twentieth goes to the commons, and the rest to the members whose
records were used. Whoever leaves takes their balance and their data along.

Two thirds of those who vote change this charter.
`;

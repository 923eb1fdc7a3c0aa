import { charterText } from './columns.js';
import { readCsv } from './csv.js';
import { drawFor } from './draw.js';
import { healthColumns, healthRecord } from './healthRecord.js';
import type { RevenuePolicy } from '../../founding/charterTerms.js';
import { decisionRules } from '../../founding/decisionRules.js';
import type { CooperativeSpec } from './spec.js';

const revenuePolicy: RevenuePolicy = {
  reserveBp: 1_000,
  commonsBp: 1_000,
  reinvestBp: 0,
  basis: 'EQUAL',
  minimumPayoutMinor: '300',
  currency: 'EUR',
  withholdingTaxBp: 0,
};

/** People with health records of their own, who divide equally. */
export const patients: CooperativeSpec = {
  slug: 'patients',
  name: "Common Health Patients' Cooperative",
  mission: 'Medicine may learn from us when it asks us, says what for, and lets us change our minds.',
  currency: 'EUR',
  memberCount: 240,

  charter: (issuer) => ({
    text: charterText('patients'),
    allowedPurposes: [
      'dpv:AcademicResearch',
      'dpv:ScientificResearch',
      'dpv:ImproveHealthcare',
      'dpv:PublicPolicyMaking',
      'dpv:ProvideOfficialStatistics',
    ],
    prohibitedPurposes: [
      'dpv:Marketing',
      'dpv:Personalisation',
      'dpv:HumanResourceManagement',
      'dpv:CustomerSolvencyMonitoring',
      'dpv:IdentityAuthentication',
      'coop:InsurancePricing',
    ],
    rules: decisionRules({
      charterThreshold: { numerator: 3, denominator: 4 },
      charterWaitDays: 7,
      moneyThreshold: { numerator: 1, denominator: 2 },
    }),
    revenuePolicy,
    admission: { by: 'STEWARDS', issuers: [issuer] },
    exitBalance: 'PAY',
    costs: { approvalMinor: '150000' },
    privacy: { epsilonPerBuyerMicro: 4_000_000, cohortMinimum: 15 },
  }),

  dataset: {
    title: 'Blood pressure, body measures and habits of adults, 2015–2016',
    description:
      'One record a person: two readings of blood pressure, height, weight and other measures, smoking, alcohol, ' +
      'gaps in insurance, and the circumstances that health depends on. Computed on, never handed over; a figure ' +
      'stands on fifteen people at least.',
    keywords: ['blood pressure', 'body mass index', 'smoking', 'alcohol', 'health survey', 'adults'],
    themes: ['Health', 'Population and society'],
    columns: healthColumns,
    temporal: { from: '2015-01-01T00:00:00.000Z', until: '2017-01-01T00:00:00.000Z' },
    spatial: 'United States',
    rowsPerMemberMax: 1,
  },

  deal(members) {
    const adults = drawFor('deal:patients').shuffled(readCsv('patients/nhanes_2015_2016.csv'));
    return adults.slice(0, members).map((row) => [healthRecord(row)]);
  },

  offers: [
    {
      purposes: ['dpv:AcademicResearch', 'dpv:ScientificResearch'],
      prohibited: [],
      duties: [
        'Publish what was found where anyone can read it.',
        'Make no attempt to find out whose record contributed.',
      ],
      price: { amountMinor: '820000', model: 'FLAT', jobPriceMinor: null },
      termDays: 365,
    },
    {
      purposes: ['dpv:ImproveHealthcare', 'dpv:PublicPolicyMaking'],
      prohibited: ['dpv:CommercialResearch'],
      duties: ['Report to the members once a year.'],
      price: { amountMinor: '260000', model: 'PER_JOB', jobPriceMinor: '15000' },
      termDays: 365,
    },
  ],
  researchPurposes: ['dpv:AcademicResearch', 'dpv:ScientificResearch'],

  licence: {
    buyer: 'hudson.mobility.lab',
    purpose: 'dpv:AcademicResearch',
    message:
      'We compare the blood pressure of people who sit at work, such as drivers, with that of everyone.',
  },
  job: {
    groupBy: [{ column: 'sex' }],
    measures: [{ kind: 'COUNT' }, { kind: 'MEAN', column: 'systolic_first', bounds: { min: 80, max: 200 } }],
    epsilon: '1',
  },

  rejected: {
    title: 'Sell exact ages to whoever pays double',
    body: 'Buyers ask for exact ages instead of groups. At twice the price we could fund a study of our own.',
    kind: 'RESOLUTION',
    resolution: {
      text: 'The stewards shall publish an offer at twice the price under which ages are released to the year.',
    },
    forPercent: 20,
  },
  open: {
    title: 'Pay for a study of long waits for a first appointment',
    body: 'Commons money should answer a question that no company asks: who waits, how long, and at what price.',
    kind: 'RESOLUTION',
    resolution: {
      text: 'The commons of the coming period shall pay for an open study of waiting times for a first appointment.',
    },
    forPercent: 75,
  },
  costs: [
    { description: 'Hosting and key ceremony, two months', amountMinor: '42000' },
    { description: 'Ethics review', amountMinor: '60000' },
  ],
};

import type { Row } from '../../vault/contribution.js';
import { category, charterText, number } from './columns.js';
import { numberOrNull, readCsv, type CsvRow } from './csv.js';
import type { RevenuePolicy } from '../../founding/charterTerms.js';
import { decisionRules } from '../../founding/decisionRules.js';
import type { CooperativeSpec } from './spec.js';

const SLOPES: Readonly<Record<string, string>> = {
  W: 'west slope',
  HT: 'hilltop',
  E: 'east slope',
  LO: 'low east',
};

const revenuePolicy: RevenuePolicy = {
  reserveBp: 1_500,
  commonsBp: 500,
  reinvestBp: 500,
  basis: 'QUANTITY',
  minimumPayoutMinor: '200000',
  currency: 'ARS',
  withholdingTaxBp: 350,
};

/** The corn growers of Córdoba, who divide by the points that each has brought. */
export const growers: CooperativeSpec = {
  slug: 'growers',
  name: "Pampa Growers' Data Cooperative",
  mission: 'We hold our yield points in common, so that we learn first and are paid when others profit.',
  currency: 'ARS',
  memberCount: 215,

  charter: (issuer) => ({
    text: charterText('growers'),
    allowedPurposes: [
      'dpv:ResearchAndDevelopment',
      'dpv:ProvideOfficialStatistics',
      'dpv:CombatClimateChange',
      'dpv:RequestedServiceProvision',
    ],
    prohibitedPurposes: [
      'dpv:Marketing',
      'dpv:CustomerSolvencyMonitoring',
      'dpv:SellDataToThirdParties',
      'coop:InsurancePricing',
    ],
    rules: decisionRules({
      charterThreshold: { numerator: 2, denominator: 3 },
      charterWaitDays: 3,
      moneyThreshold: { numerator: 3, denominator: 5 },
    }),
    revenuePolicy,
    admission: { by: 'STEWARDS', issuers: [issuer] },
    exitBalance: 'PAY',
    costs: { approvalMinor: '100000000' },
    privacy: { epsilonPerBuyerMicro: 8_000_000, cohortMinimum: 12 },
  }),

  dataset: {
    title: 'Corn yield and nitrogen, Río Cuarto, harvests of 1999 and 2001',
    description:
      'Points of a yield monitor: what the soil gave at a place, how much nitrogen it had been given, how it lies and ' +
      'how bright it is. Six nitrogen rates in three replicates. Computed on, never handed over.',
    keywords: ['corn', 'maize', 'yield monitor', 'nitrogen', 'precision agriculture', 'Córdoba'],
    themes: ['Agriculture', 'Environment'],
    columns: [
      category('harvest', 'Year of the harvest.', ['1999', '2000', '2001']),
      number('latitude', 'deg', 'Where the point lies, WGS 84.', [-34, -32], 'PERSONAL'),
      number('longitude', 'deg', 'Where the point lies, WGS 84.', [-65, -63], 'PERSONAL'),
      number('yield', 'q/ha', 'Grain, in quintals of 100 kg a hectare.', [0, 180]),
      number('nitrogen', 'kg/ha', 'Nitrogen given.', [0, 180]),
      category('nitrogen_level', 'Rank of the nitrogen rate, none to most.', [
        'N0',
        'N1',
        'N2',
        'N3',
        'N4',
        'N5',
      ]),
      category('slope', 'How the land lies.', Object.values(SLOPES)),
      number(
        'brightness',
        null,
        'Brightness of bare soil from the air: little organic matter reads high.',
        [0, 255],
      ),
      category('replicate', 'Which repetition of the trial.', ['R1', 'R2', 'R3']),
    ],
    temporal: { from: '1999-01-01T03:00:00.000Z', until: '2002-01-01T03:00:00.000Z' },
    spatial: 'Río Cuarto, Córdoba, Argentina',
    rowsPerMemberMax: 20,
  },

  deal(members) {
    const points = readCsv('growers/lasrosas_corn.csv').map(point);
    const from = (member: number) => Math.floor((member * points.length) / members);
    return Array.from({ length: members }, (_, member) => points.slice(from(member), from(member + 1)));
  },

  offers: [
    {
      purposes: ['dpv:ResearchAndDevelopment'],
      prohibited: [],
      duties: ['Show the members the findings a season before anybody else.'],
      price: { amountMinor: '985000000', model: 'FLAT', jobPriceMinor: null },
      termDays: 365,
    },
    {
      purposes: ['dpv:AcademicResearch', 'dpv:ProvideOfficialStatistics'],
      prohibited: ['dpv:CommercialResearch'],
      duties: ['Publish what was found, open to everyone.'],
      price: { amountMinor: '120000000', model: 'FLAT', jobPriceMinor: null },
      termDays: 365,
    },
  ],
  researchPurposes: ['dpv:AcademicResearch', 'dpv:ScientificResearch'],

  licence: {
    buyer: 'pampa.agronomics',
    purpose: 'dpv:CommercialResearch',
    message: 'We test whether a hilltop repays the last thirty kilos of nitrogen.',
  },
  job: {
    groupBy: [{ column: 'slope' }],
    measures: [{ kind: 'COUNT' }, { kind: 'MEAN', column: 'yield', bounds: { min: 0, max: 130 } }],
    rowsPerMember: 20,
    epsilon: '2',
  },

  rejected: {
    title: 'Vote by hectares in matters of money',
    body: 'Those who work more land carry more of the risk and should carry more of the vote.',
    kind: 'RESOLUTION',
    resolution: {
      text: 'The stewards shall draft a change of the charter under which votes about money are weighed by hectares.',
    },
    forPercent: 15,
  },
  open: {
    title: 'A larger reserve for dry years',
    body: 'Two dry seasons in four have taught us: put twenty in a hundred aside instead of fifteen.',
    kind: 'REVENUE_POLICY',
    revenuePolicy: { ...revenuePolicy, reserveBp: 2_000 },
    forPercent: 70,
  },
  costs: [
    { description: 'Connection and storage, two months', amountMinor: '18500000' },
    { description: 'Calibration of yield monitors', amountMinor: '64000000' },
  ],
};

function point(row: CsvRow): Row {
  return {
    harvest: row.year!,
    latitude: numberOrNull(row.lat),
    longitude: numberOrNull(row.long),
    yield: numberOrNull(row.yield),
    nitrogen: numberOrNull(row.nitro),
    nitrogen_level: row.nf!,
    slope: SLOPES[row.topo!]!,
    brightness: numberOrNull(row.bv),
    replicate: row.rep!,
  };
}

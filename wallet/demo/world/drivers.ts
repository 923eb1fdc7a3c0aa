import type { Row } from '../../vault/contribution.js';
import { category, charterText, instant, integer, number } from './columns.js';
import { numberOrNull, readCsv, type CsvRow } from './csv.js';
import { drawFor } from './draw.js';
import type { RevenuePolicy } from '../../founding/charterTerms.js';
import { decisionRules } from '../../founding/decisionRules.js';
import type { CooperativeSpec } from './spec.js';

const BOROUGHS = ['Bronx', 'Brooklyn', 'Manhattan', 'Queens', 'Staten Island'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const revenuePolicy: RevenuePolicy = {
  reserveBp: 1_000,
  commonsBp: 500,
  reinvestBp: 0,
  basis: 'USAGE',
  minimumPayoutMinor: '500',
  currency: 'USD',
  withholdingTaxBp: 0,
};

/** The taxi drivers of New York, who divide by use. */
export const drivers: CooperativeSpec = {
  slug: 'drivers',
  name: "Five Boroughs Drivers' Data Cooperative",
  mission:
    'The record of our work belongs to the people who do the work: we decide who learns from our trips.',
  currency: 'USD',
  memberCount: 220,

  charter: (issuer) => ({
    text: charterText('drivers'),
    allowedPurposes: [
      'dpv:AcademicResearch',
      'dpv:ScientificResearch',
      'dpv:ImproveTransportMobility',
      'dpv:ImprovePublicServices',
      'dpv:ProvideOfficialStatistics',
      'dpv:PublicPolicyMaking',
    ],
    prohibitedPurposes: [
      'dpv:Advertising',
      'dpv:CustomerSolvencyMonitoring',
      'dpv:PersonnelManagement',
      'dpv:ProtectionOfPublicSecurity',
      'coop:InsurancePricing',
    ],
    rules: decisionRules({
      charterThreshold: { numerator: 2, denominator: 3 },
      charterWaitDays: 3,
      moneyThreshold: { numerator: 1, denominator: 2 },
    }),
    revenuePolicy,
    admission: { by: 'STEWARDS', issuers: [issuer] },
    exitBalance: 'PAY',
    costs: { approvalMinor: '200000' },
    privacy: { epsilonPerBuyerMicro: 6_000_000, cohortMinimum: 20 },
  }),

  dataset: {
    title: 'Taxi trips in New York City, March 2019',
    description:
      'Trips of yellow and green cabs as the meter recorded them: when and in which borough a ride began and ended, ' +
      'how far it went and what was paid. Computed on, never handed over; a figure stands on twenty drivers at least.',
    keywords: ['taxi', 'trips', 'fares', 'tips', 'mobility', 'New York', 'urban transport'],
    themes: ['Transport', 'Regions and cities', 'Work'],
    columns: [
      instant('picked_up_at', 'When the ride began.', 'PERSONAL'),
      category('weekday', 'Day of the week when the ride began, New York time.', WEEKDAYS),
      integer('hour', 'h', 'Hour of the day when the ride began, New York time.', [0, 23]),
      number('minutes', 'min', 'How long the ride took.', [0, 180]),
      integer('passengers', 'persons', 'Riders, as entered by the driver.', [0, 6]),
      number('distance', 'mi', 'Distance on the meter.', [0, 60]),
      number('fare', 'US dollars', 'Fare on the meter.', [0, 200]),
      number('tip', 'US dollars', 'Tip; cash tips are not recorded.', [0, 60], 'PERSONAL'),
      number('tolls', 'US dollars', 'Tolls paid on the way.', [0, 60]),
      number('total', 'US dollars', 'What the rider paid, surcharges included.', [0, 300]),
      category('cab', 'Yellow cabs cruise everywhere; green ones may not in lower Manhattan.', [
        'green',
        'yellow',
      ]),
      category('payment', 'How the rider paid.', ['cash', 'credit card']),
      category('pickup_borough', 'Borough where the ride began.', BOROUGHS),
      category('dropoff_borough', 'Borough where the ride ended.', BOROUGHS),
    ],
    temporal: { from: '2019-02-28T05:00:00.000Z', until: '2019-04-01T04:00:00.000Z' },
    spatial: 'New York City, United States',
    rowsPerMemberMax: 40,
  },

  deal(members) {
    const trips = drawFor('deal:drivers').shuffled(readCsv('drivers/nyc_taxi_trips.csv')).map(trip);
    return Array.from({ length: members }, (_, member) =>
      trips.filter((_trip, index) => index % members === member),
    );
  },

  offers: [
    {
      purposes: ['dpv:AcademicResearch', 'dpv:ScientificResearch'],
      prohibited: ['dpv:CommercialResearch'],
      duties: [
        'Publish what was found, open to everyone, within a year.',
        "Name the Five Boroughs Drivers' Data Cooperative as the source.",
      ],
      price: { amountMinor: '1240000', model: 'FLAT', jobPriceMinor: null },
      termDays: 365,
    },
    {
      purposes: ['dpv:ImproveTransportMobility', 'dpv:PublicPolicyMaking'],
      prohibited: [],
      duties: ['Tell the members what was changed because of it.'],
      price: { amountMinor: '480000', model: 'PER_JOB', jobPriceMinor: '25000' },
      termDays: 180,
    },
  ],
  researchPurposes: ['dpv:AcademicResearch', 'dpv:ScientificResearch'],

  licence: {
    buyer: 'hudson.mobility.lab',
    purpose: 'dpv:AcademicResearch',
    message: 'We study what a driver earns by hour and borough, and will publish every figure.',
  },
  job: {
    groupBy: [{ column: 'pickup_borough', categories: ['Brooklyn', 'Manhattan', 'Queens'] }],
    measures: [{ kind: 'COUNT' }, { kind: 'MEAN', column: 'fare', bounds: { min: 0, max: 80 } }],
    rowsPerMember: 40,
    epsilon: '1.5',
  },

  rejected: {
    title: 'Close the books by trips brought, not by trips used',
    body: 'Whoever brings more trips should earn more, whether or not a buyer happened to count them.',
    kind: 'REVENUE_POLICY',
    revenuePolicy: { ...revenuePolicy, basis: 'QUANTITY' },
    forPercent: 30,
  },
  open: {
    title: 'Ask the city to publish waiting times at the airports',
    body: 'We bring our own times at LaGuardia and JFK to the table if the city brings its gate records.',
    kind: 'RESOLUTION',
    resolution: {
      text: 'The stewards shall ask the Taxi and Limousine Commission to publish waiting times at the airport lots.',
    },
    forPercent: 80,
  },
  costs: [
    { description: 'Hosting and backups, two months', amountMinor: '31800' },
    { description: 'Independent audit of the computations', amountMinor: '95000' },
  ],
};

/** New York put its clocks forward in the night of 10 March 2019. */
const DAYLIGHT_SAVING_BEGINS = '2019-03-10 02:00:00';

function trip(row: CsvRow): Row {
  const local = row.pickup!;
  const offset = local < DAYLIGHT_SAVING_BEGINS ? '-05:00' : '-04:00';
  return {
    picked_up_at: new Date(`${local.replace(' ', 'T')}${offset}`).toISOString(),
    weekday: WEEKDAYS[new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay()]!,
    hour: Number(local.slice(11, 13)),
    minutes: minutesBetween(local, row.dropoff!),
    passengers: numberOrNull(row.passengers),
    distance: numberOrNull(row.distance),
    fare: numberOrNull(row.fare),
    tip: numberOrNull(row.tip),
    tolls: numberOrNull(row.tolls),
    total: numberOrNull(row.total),
    cab: row.color!,
    payment: row.payment || null,
    pickup_borough: row.pickup_borough || null,
    dropoff_borough: row.dropoff_borough || null,
  };
}

function minutesBetween(from: string, until: string): number {
  const at = (local: string) => Date.parse(`${local.replace(' ', 'T')}Z`);
  return Math.round((at(until) - at(from)) / 6_000) / 10;
}

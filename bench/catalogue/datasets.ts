// cspell:ignore Málaga Ōsaka
import { Random } from './random.js';

export interface SeededOffer {
  readonly id: string;
  readonly purposes: string[];
  readonly prohibited: string[];
  readonly priceMinor: number;
}

export interface SeededDataset {
  readonly cooperative: number;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly keywords: string[];
  readonly themes: string[];
  readonly columns: { name: string; unit: string | null; meaning: string }[];
  readonly temporal: { from: Date; until: Date } | null;
  readonly spatial: string | null;
  readonly publishedAt: Date;
  readonly recordCount: number;
  readonly offers: SeededOffer[];
}

export const COOPERATIVES = 60;
const SUBJECTS =
  'blood pressure taxi trips corn yields soil moisture air quality heart rate sleep energy meters water income rent school grades fish catches forest fires rail delays bike rides diabetes vaccination wages prices traffic noise pollen rainfall'.split(
    ' ',
  );
const WORDS = pseudoWords(20_000);
export const THEMES = [
  'health', 'transport', 'agriculture', 'environment', 'energy', 'education', 'housing', 'labour', 'finance', 'food',
  'water', 'climate', 'forestry', 'fisheries', 'tourism', 'culture', 'justice', 'safety', 'science', 'population',
]; // prettier-ignore
export const KEYWORDS = [...SUBJECTS, ...WORDS.slice(0, 3_000)];
const PLACES = [
  'Manhattan',
  'Río Cuarto',
  'Łódź',
  'São Paulo',
  'Kyoto',
  'Nairobi',
  'Lyon',
  'Málaga',
  'Ōsaka',
  'Iowa',
];
const UNITS = ['km', 'kg', 'mm[Hg]', 'US dollars', 'kWh', null];
const PURPOSES = ['dpv:AcademicResearch', 'dpv:ResearchAndDevelopment', 'dpv:CommercialResearch', 'dpv:ServiceProvision', 'dpv:ScientificResearch', 'dpv:NonCommercialResearch', 'dpv:Marketing', 'dpv:FraudPreventionAndDetection']; // prettier-ignore
const FIRST_DAY = Date.UTC(2016, 0, 1);
const DAYS = 3_650;
const DAY_MS = 86_400_000;

/**
 * Datasets as a big federation might hold them. Co-ops differ much in size; each keeps to a few themes and published
 * within years of its own, so that what a filter finds does not lie evenly in any order. Words, themes and keywords are
 * as unequally frequent as words are.
 */
export function* seededDatasets(count: number): Generator<SeededDataset> {
  const random = new Random(20_261_129);
  const cooperatives = Array.from({ length: COOPERATIVES }, (_, number) => ({
    number,
    themes: random.some(3, () => random.rare(THEMES)),
    from: random.below(DAYS * 0.7),
    days: 200 + random.below(DAYS * 0.3),
  }));
  for (let at = 0; at < count; at += 1) {
    const { number, themes, from, days } = random.rare(cooperatives);
    yield datasetOf(random, at, number, themes, new Date(FIRST_DAY + (from + random.next() * days) * DAY_MS));
  }
}

function datasetOf(
  random: Random,
  at: number,
  cooperative: number,
  themes: readonly string[],
  published: Date,
): SeededDataset {
  const word = () => (random.next() < 0.1 ? random.pick(SUBJECTS) : random.rare(WORDS));
  const words = (count: number) => Array.from({ length: count }, word).join(' ');
  const year = 1900 + Math.floor(125 * Math.sqrt(random.next()));
  const place = random.next() < 0.3 ? random.rare(PLACES) : null;
  const offers = [0.6, 0.05].filter((share) => random.next() < share);
  return {
    cooperative,
    id: `dst_${at.toString(36).padStart(26, '0')}`,
    title: `${words(4)}${place ? `, ${place}` : ''}, ${year}`,
    description: `${words(30)}.`,
    keywords: random.some(4, () => random.rare(KEYWORDS)),
    themes: random.some(2, () => (random.next() < 0.85 ? random.pick(themes) : random.rare(THEMES))),
    columns: ['a', 'b', 'c', 'd'].map((name) => ({
      name: `${word()}_${name}`,
      unit: random.pick(UNITS),
      meaning: words(4),
    })),
    temporal:
      random.next() < 0.7
        ? {
            from: new Date(Date.UTC(year, 0, 1)),
            until: new Date(Date.UTC(year + 1 + random.below(3), 0, 1)),
          }
        : null,
    spatial: place,
    publishedAt: published,
    recordCount: random.next() < 0.3 ? 0 : 10 * Math.floor(10 ** (5 * random.next())),
    offers: offers.map((_, index) => ({
      id: `off_${at.toString(36).padStart(25, '0')}${index}`,
      purposes: random.some(2, () => random.rare(PURPOSES)),
      prohibited: random.next() < 0.5 ? ['dpv:Marketing'] : [],
      priceMinor: Math.floor(100 * 10 ** (6 * random.next())),
    })),
  };
}

function pseudoWords(count: number): string[] {
  const random = new Random(7);
  const syllables = 'ba co di fu ga he ki lo ma ne po qui ra so ta ve wi xo ya zu bre cla dro fle gri'.split(
    ' ',
  );
  return random
    .some(count * 2, () => Array.from({ length: 2 + random.below(3) }, () => random.pick(syllables)).join(''))
    .slice(0, count);
}

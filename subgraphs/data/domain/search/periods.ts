import type { TimeSpan } from '../dataset.js';

/**
 * Spans are indexed by the years, decades and centuries that they touch. A span of many years names no years, one of
 * many decades no decades: whoever looks for a year looks for the marks of such spans as well.
 */
const YEARS_MAX = 50;
const DECADES_MAX = 50;

interface Reach {
  readonly years: readonly number[];
  readonly decades: readonly number[];
  readonly centuries: readonly number[];
  readonly namesYears: boolean;
  readonly namesDecades: boolean;
}

/** What a dataset's time is indexed under. */
export function periodsOf(span: TimeSpan): string[] {
  const { years, decades, centuries, namesYears, namesDecades } = reachOf(span);
  return [
    ...centuries.map((century) => `century ${century}`),
    ...(namesDecades
      ? decades.map((decade) => `decade ${decade}`)
      : centuries.map((century) => `long century ${century}`)),
    ...(namesYears ? years.map((year) => `year ${year}`) : []),
    ...(!namesYears && namesDecades ? decades.map((decade) => `long decade ${decade}`) : []),
  ];
}

/** One of these is among what every span that overlaps this one is indexed under; others may have one too. */
export function periodsWanted(span: TimeSpan): string[] {
  const { years, decades, centuries, namesYears, namesDecades } = reachOf(span);
  if (!namesDecades) return centuries.map((century) => `century ${century}`);
  const long = centuries.map((century) => `long century ${century}`);
  if (!namesYears) return [...decades.map((decade) => `decade ${decade}`), ...long];
  return [
    ...years.map((year) => `year ${year}`),
    ...decades.map((decade) => `long decade ${decade}`),
    ...long,
  ];
}

function reachOf({ from, until }: TimeSpan): Reach {
  // Half-open: the last instant inside is a millisecond earlier.
  const [first, last] = [from.getUTCFullYear(), new Date(until.getTime() - 1).getUTCFullYear()];
  const every = (years: number) => {
    const [low, high] = [Math.floor(first / years), Math.floor(last / years)];
    return { low, count: high - low + 1 };
  };
  const list = ({ low, count }: { low: number; count: number }, max = Infinity) =>
    count > max ? [] : Array.from({ length: count }, (_, index) => low + index);
  const [years, decades, centuries] = [every(1), every(10), every(100)];
  return {
    years: list(years, YEARS_MAX),
    decades: list(decades, DECADES_MAX),
    centuries: list(centuries),
    namesYears: years.count <= YEARS_MAX,
    namesDecades: decades.count <= DECADES_MAX,
  };
}

import { CONTENDERS } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { Round, Track, WrongAnswer } from './measure.js';
import type { LoadName } from './load.js';
import type { NotRun } from './stage.js';
import { DATA_SETS } from './toy/data.js';
import type { DataName } from './toy/data.js';
import type { Case } from './toy/queries.js';

export interface Outcome {
  data: DataName;
  load: LoadName;
  tracks: readonly Track[];
  notRun: readonly NotRun[];
  wrong: readonly WrongAnswer[];
}

/** The least, the middle and the greatest of a figure over the rounds. */
type Spread = readonly [least: number, median: number, greatest: number];

/** Medians over the rounds, and the spread of the figure that gateways are compared by. */
interface Figures extends Round {
  /** Answers per CPU second, in a round. */
  spread: Spread;
  /** The same in parts of stock's in the same round, so that what slows a whole round down falls out. */
  ratio: Spread | null;
}

interface Line {
  name: ContenderName;
  cases: Partial<Record<Case, Figures>>;
}

const BASE: ContenderName = 'stock';

export function printReport({ data, load, tracks, notRun, wrong }: Outcome): void {
  const lines = linesOf(tracks);
  const cases = [...new Set(tracks.map((track) => track.case))];
  const rounds = Math.max(0, ...tracks.map((track) => track.rounds.length));
  console.log(`\n${data}: ${DATA_SETS[data].says}; rounds: ${rounds}; requests sent by: ${load}`);
  for (const { case: which, answerBytes } of tracks.filter(({ running }) => running.name === lines[0]?.name))
    console.log(`  ${which}: answers of ${answerBytes} bytes`);
  printTable('answers per CPU second, stock = 1: least, median, greatest', cases, lines, ({ ratio }) =>
    ratio ? ratio.map((figure) => figure.toPrecision(3)).join(' ') : '',
  );
  printTable('answers per CPU second: least, median, greatest', cases, lines, ({ spread }) =>
    spread.map((figure) => figure.toFixed(0)).join(' '),
  );
  printTable('requests per second, p50 and p99 in ms', cases, lines, (figures) =>
    [
      figures.requestsPerSecond.toFixed(0).padStart(5),
      figures.p50Ms.toFixed(1).padStart(6),
      figures.p99Ms.toFixed(1).padStart(6),
    ].join(' '),
  );
  printTable(
    'memory after a round in MiB: RSS, and PSS',
    cases,
    lines,
    ({ rssMib, pssMib }) => `${rssMib.toFixed(0)} ${pssMib.toFixed(0)}`,
  );
  for (const { name, reason } of notRun) console.log(`not run: ${CONTENDERS[name].title}: ${reason}`);
  for (const { name, case: which, reason } of wrong)
    console.log(`not measured: ${CONTENDERS[name].title}, ${which}: ${reason}`);
  console.log(JSON.stringify({ bench: 'gateway', node: process.version, data, load, lines, notRun, wrong }));
}

function linesOf(tracks: readonly Track[]): Line[] {
  const base = new Map(
    tracks.filter(({ running }) => running.name === BASE).map((track) => [track.case, track.rounds]),
  );
  const lines = new Map<ContenderName, Line>();
  for (const { running, case: which, rounds } of tracks) {
    const line = lines.get(running.name) ?? { name: running.name, cases: {} };
    const perCpuSecond = rounds.map((round) => round.requestsPerCpuSecond);
    const stock = base.get(which)?.map((round) => round.requestsPerCpuSecond);
    const ratio = stock ? spreadOf(perCpuSecond.map((figure, round) => figure / stock[round]!)) : null;
    line.cases[which] = { ...medians(rounds), spread: spreadOf(perCpuSecond), ratio };
    lines.set(running.name, line);
  }
  return [...lines.values()];
}

function spreadOf(figures: readonly number[]): Spread {
  const ascending = [...figures].sort((a, b) => a - b);
  const at = (place: number): number => rounded(ascending[place]!);
  return [at(0), at(Math.floor(ascending.length / 2)), at(ascending.length - 1)];
}

function medians(rounds: readonly Round[]): Round {
  const median = (key: keyof Round): number => spreadOf(rounds.map((round) => round[key]))[1];
  return {
    requestsPerCpuSecond: median('requestsPerCpuSecond'),
    requestsPerSecond: median('requestsPerSecond'),
    p50Ms: median('p50Ms'),
    p99Ms: median('p99Ms'),
    rssMib: median('rssMib'),
    pssMib: median('pssMib'),
  };
}

const rounded = (figure: number): number => Number(figure.toPrecision(4));

const TITLE_WIDTH = 60;
const CELL_WIDTH = 24;

function printTable(
  title: string,
  cases: readonly Case[],
  lines: readonly Line[],
  cell: (figures: Figures) => string,
): void {
  console.log(`\n${title.padEnd(TITLE_WIDTH)}${cases.map((name) => name.padStart(CELL_WIDTH)).join('')}`);
  for (const { name, cases: figures } of lines) {
    const cells = cases.map((which) => {
      const one = figures[which];
      return (one ? cell(one) : '-').padStart(CELL_WIDTH);
    });
    console.log(CONTENDERS[name].title.padEnd(TITLE_WIDTH) + cells.join(''));
  }
  console.log('');
}

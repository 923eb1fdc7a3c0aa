import { CONTENDERS } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { Round, Track, WrongAnswer } from './measure.js';
import type { NotRun } from './stage.js';
import type { Case } from './toy/queries.js';

export interface Outcome {
  tracks: readonly Track[];
  notRun: readonly NotRun[];
  wrong: readonly WrongAnswer[];
}

/** Medians over the rounds. */
type Figures = Round & { ratio: number | null };

interface Line {
  name: ContenderName;
  cases: Partial<Record<Case, Figures>>;
}

const BASE: ContenderName = 'stock';

export function printReport({ tracks, notRun, wrong }: Outcome): void {
  const lines = linesOf(tracks);
  const cases = [...new Set(tracks.map((track) => track.case))];
  printTable(
    'requests per CPU second of the gateway, stock = 1',
    cases,
    lines,
    ({ ratio, requestsPerCpuSecond }) =>
      `${ratio === null ? '' : ratio.toFixed(2)} (${requestsPerCpuSecond.toFixed(0)}/s)`,
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
  console.log(JSON.stringify({ bench: 'gateway', node: process.version, lines, notRun, wrong }));
}

function linesOf(tracks: readonly Track[]): Line[] {
  const base = new Map(
    tracks
      .filter(({ running }) => running.name === BASE)
      .map((track) => [track.case, medians(track.rounds).requestsPerCpuSecond]),
  );
  const lines = new Map<ContenderName, Line>();
  for (const { running, case: which, rounds } of tracks) {
    const line = lines.get(running.name) ?? { name: running.name, cases: {} };
    const figures = medians(rounds);
    const stock = base.get(which);
    line.cases[which] = { ...figures, ratio: stock ? rounded(figures.requestsPerCpuSecond / stock) : null };
    lines.set(running.name, line);
  }
  return [...lines.values()];
}

function medians(rounds: readonly Round[]): Round {
  const median = (key: keyof Round): number => {
    const ascending = rounds.map((round) => round[key]).sort((a, b) => a - b);
    return rounded(ascending[Math.floor(ascending.length / 2)]!);
  };
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

const TITLE_WIDTH = 42;
const CELL_WIDTH = 22;

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

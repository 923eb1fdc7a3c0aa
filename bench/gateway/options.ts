import { parseArgs } from 'node:util';
import { CONTENDER_NAMES } from './contenders.js';
import type { ContenderName } from './contenders.js';
import { LOADS } from './load.js';
import type { LoadName } from './load.js';
import { DATA_NAMES } from './toy/data.js';
import type { DataName } from './toy/data.js';
import { CASES } from './toy/queries.js';
import type { Case } from './toy/queries.js';

/** What the command is asked for. */
export interface Options {
  contenders: readonly ContenderName[];
  cases: readonly Case[];
  /** Measured one after the other. */
  data: readonly DataName[];
  load: LoadName;
  rounds: number;
  /** CPU seconds of the gateway. */
  seconds: { warmUp: number; round: number };
  /** Profile this one, and measure nothing. */
  profile: ContenderName | undefined;
}

const USAGE = `npm --prefix bench run gateway -- [options]
  --only a,b       some of ${CONTENDER_NAMES.join(', ')}; all by default
  --cases a,b      some of ${CASES.join(', ')}; all by default
  --data a,b       the rows to answer from, some of ${DATA_NAMES.join(', ')}; few and many by default
  --load a         who sends the requests, ${LOADS.join(' or ')}; ours by default
  --rounds n       how often each gateway is measured with each case; 7 by default
  --seconds n      CPU seconds of the gateway in a round; 1.5 by default
  --warm-up n      CPU seconds of the gateway before the first round; 4 by default
  --smoke          one short round: does everything run and answer right?
  --profile a      where a gateway on Node spends its time, instead of the measurement`;

/** @throws Error with the usage, for what cannot be understood. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      cases: { type: 'string' },
      data: { type: 'string' },
      load: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      smoke: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const usual = values.smoke ? { rounds: 1, warmUp: 0.1, round: 0.1 } : { rounds: 7, warmUp: 4, round: 1.5 };
  return {
    contenders: some(values.only, CONTENDER_NAMES),
    cases: some(values.cases, CASES),
    data: some(values.data, DATA_NAMES, ['few', 'many']),
    load: some(values.load, LOADS)[0]!,
    rounds: positive(values.rounds, usual.rounds),
    seconds: {
      warmUp: positive(values['warm-up'], usual.warmUp),
      round: positive(values.seconds, usual.round),
    },
    profile: values.profile === undefined ? undefined : some(values.profile, CONTENDER_NAMES)[0],
  };
}

function some<Name extends string>(
  given: string | undefined,
  all: readonly Name[],
  usual: readonly Name[] = all,
): readonly Name[] {
  if (given === undefined) return usual;
  return given.split(',').map((word) => {
    const known = all.find((name) => name === word);
    if (!known) throw new Error(`${word} is none of ${all.join(', ')}\n\n${USAGE}`);
    return known;
  });
}

function positive(given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!(Number(given) > 0)) throw new Error(`${given} is no number above zero\n\n${USAGE}`);
  return Number(given);
}

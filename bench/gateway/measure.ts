import canonicalize from 'canonicalize';
import type { ContenderName } from './contenders.js';
import { autocannon } from './autocannon.js';
import { ask, run } from './load.js';
import type { LoadName, LoadResult } from './load.js';
import { TICK_SECONDS, cpuSeconds, memoryMib } from './pinned.js';
import type { Options } from './options.js';
import type { Running } from './stage.js';
import { QUERIES } from './toy/queries.js';
import type { Case } from './toy/queries.js';
import { referenceAnswer } from './toy/reference.js';
import type { ToyRows } from './toy/data.js';

const CONNECTIONS = 16;
/** Requests by which the time of one is judged, after those that warm the compilers up. */
const TRIAL_REQUESTS = 32;
const REASON_MAX = 200;

/** One contender with one case, and the fixed number of requests that each of its rounds sends. */
export interface Track {
  running: Running;
  case: Case;
  load: LoadName;
  requests: number;
  answerBytes: number;
  rounds: Round[];
}

export interface Round {
  requestsPerCpuSecond: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  rssMib: number;
  pssMib: number;
}

export interface WrongAnswer {
  name: ContenderName;
  case: Case;
  reason: string;
}

/**
 * Looks at the answer, warms a contender up for some seconds of its time and finds how many requests fill a round.
 *
 * @throws Error - whose message says what is wrong with the answer.
 */
export async function prepare(
  running: Running,
  name: Case,
  rows: ToyRows,
  { seconds, load }: Pick<Options, 'seconds' | 'load'>,
): Promise<Track> {
  const answerBytes = await checkedAnswerBytes(running.url, QUERIES[name], rows);
  const track: Track = { running, case: name, load, answerBytes, rounds: [], requests: TRIAL_REQUESTS };
  for (let spent = 0; ;) {
    const before = cpuSeconds(running.process.pid);
    await send(track);
    const cost = cpuSeconds(running.process.pid) - before;
    spent += cost;
    if (spent >= seconds.warmUp) {
      const fitting = Math.round((track.requests / cost) * seconds.round);
      return { ...track, requests: Math.max(CONNECTIONS, fitting) };
    }
    if (cost < seconds.warmUp / 4) track.requests *= 2;
  }
}

/** The length of the answer, once it was found equal to the reference's, whatever the order of keys. */
async function checkedAnswerBytes(url: string, query: string, rows: ToyRows): Promise<number> {
  const { status, text } = await ask(url, query);
  if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, REASON_MAX)}`);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown[] };
  if (errors) throw new Error(`answered errors: ${JSON.stringify(errors).slice(0, REASON_MAX)}`);
  if (canonicalize(data) !== canonicalize(await referenceAnswer(query, rows)))
    throw new Error('answered something else than graphql-js over the same rows');
  return Buffer.byteLength(text);
}

export async function measureRound(track: Track): Promise<void> {
  const { pid } = track.running.process;
  const before = cpuSeconds(pid);
  const { seconds, p50Ms, p99Ms } = await send(track);
  const cpu = Math.max(cpuSeconds(pid) - before, TICK_SECONDS);
  const { rss, pss } = memoryMib(pid);
  track.rounds.push({
    requestsPerCpuSecond: track.requests / cpu,
    requestsPerSecond: track.requests / seconds,
    p50Ms,
    p99Ms,
    rssMib: rss,
    pssMib: pss,
  });
}

function send({ running, case: name, load, requests, answerBytes }: Track): Promise<LoadResult> {
  const send_ = load === 'ours' ? run : autocannon;
  return send_({ url: running.url, query: QUERIES[name], requests, connections: CONNECTIONS, answerBytes });
}

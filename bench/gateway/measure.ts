import canonicalize from 'canonicalize';
import type { ContenderName } from './contenders.js';
import { ask, run } from './load.js';
import { cpuSeconds, memoryMib } from './pinned.js';
import type { Running } from './stage.js';
import { QUERIES } from './toy/queries.js';
import type { Case } from './toy/queries.js';
import { referenceAnswer } from './toy/reference.js';

const CONNECTIONS = 16;
/** Requests by which the time of one is judged, after those that warm the compilers up. */
const TRIAL_REQUESTS = 32;
const REASON_MAX = 200;

/** One contender with one case, and the fixed number of requests that each of its rounds sends. */
export interface Track {
  running: Running;
  case: Case;
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
  seconds: { warmUp: number; round: number },
): Promise<Track> {
  const answerBytes = await checkedAnswerBytes(running.url, QUERIES[name]);
  const track: Track = { running, case: name, answerBytes, rounds: [], requests: TRIAL_REQUESTS };
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
async function checkedAnswerBytes(url: string, query: string): Promise<number> {
  const { status, text } = await ask(url, query);
  if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, REASON_MAX)}`);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown[] };
  if (errors) throw new Error(`answered errors: ${JSON.stringify(errors).slice(0, REASON_MAX)}`);
  if (canonicalize(data) !== canonicalize(await referenceAnswer(query)))
    throw new Error('answered something else than graphql-js over the same rows');
  return Buffer.byteLength(text);
}

export async function measureRound(track: Track): Promise<void> {
  const { pid } = track.running.process;
  const before = cpuSeconds(pid);
  const { seconds, latenciesMs } = await send(track);
  const cpu = cpuSeconds(pid) - before;
  const { rss, pss } = memoryMib(pid);
  track.rounds.push({
    requestsPerCpuSecond: track.requests / cpu,
    requestsPerSecond: track.requests / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    rssMib: rss,
    pssMib: pss,
  });
}

function send({ running, case: name, requests, answerBytes }: Track): ReturnType<typeof run> {
  return run({ url: running.url, query: QUERIES[name], requests, connections: CONNECTIONS, answerBytes });
}

const quantile = (ascending: Float64Array, share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))]!;

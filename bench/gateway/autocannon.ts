import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Load, LoadResult } from './load.js';

// This file runs from dist/bench/gateway, where the peers are not.
const AUTOCANNON = new URL('../../../bench/node_modules/autocannon/autocannon.js', import.meta.url).pathname;

/** What it prints, as far as we read it. */
interface Report {
  '2xx': number;
  non2xx: number;
  errors: number;
  timeouts: number;
  /** Seconds. */
  duration: number;
  /** Milliseconds. */
  latency: { p50: number; p99: number };
  throughput: { total: number };
}

/**
 * The same load from another's load generator, in a process of its own on this one's core. It counts bytes of all
 * answers together, heads included, so that it can only be held to too few of them.
 */
export async function autocannon(load: Load): Promise<LoadResult> {
  if (!existsSync(AUTOCANNON)) throw new Error('autocannon is not installed: npm --prefix bench ci');
  const { url, query, requests, connections, answerBytes } = load;
  const headers = ['content-type=application/json', 'accept=application/json'].flatMap((head) => [
    '-H',
    head,
  ]);
  const body = JSON.stringify({ query });
  const amounts = ['-a', String(requests), '-c', String(connections)];
  const child = spawn(
    process.execPath,
    [AUTOCANNON, '--json', '--no-progress', ...amounts, '-m', 'POST', ...headers, '-b', body, url],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const report = JSON.parse(printed) as Report;
  const { non2xx, errors, timeouts, duration, latency, throughput } = report;
  if (report['2xx'] !== requests || non2xx + errors + timeouts > 0)
    throw new Error(`autocannon saw ${report['2xx']} answers, ${non2xx} refusals and ${errors} errors`);
  if (throughput.total < requests * answerBytes)
    throw new Error(`answered with ${throughput.total} bytes instead of ${requests} times ${answerBytes}`);
  return { requests, seconds: duration, p50Ms: latency.p50, p99Ms: latency.p99 };
}

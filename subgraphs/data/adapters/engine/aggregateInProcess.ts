import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import type { ExactRow } from '../../domain/aggregateAnswer.js';
import type { Instruction, Outcome } from './protocol.js';

/** How much one job may use. */
export interface AggregateLimits {
  /** Milliseconds from the first row to the answer. */
  readonly timeMs: number;
  /** MiB that the engine may hold; the process as a whole may hold as much again. */
  readonly memoryMb: number;
}

/** The process was stopped, or stopped itself. `code` is what the job is told. */
export class AggregateStopped extends Error {
  override readonly name = 'AggregateStopped';

  constructor(readonly code: 'TIME_LIMIT_EXCEEDED' | 'MEMORY_LIMIT_EXCEEDED' | 'ENGINE_STOPPED') {
    super(`the aggregation was stopped: ${code}`);
  }
}

/** The rows of one member, as numbers, row by row. */
export interface MemberRows {
  readonly member: number;
  readonly values: BigInt64Array;
}

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));
const GRACE_MS = 2_000;
const WATCH_MS = 100;
/** What a Node.js process with the engine's library loaded weighs before the first row. */
const IDLE_MB = 256;
const PAGE_KB = 4;

/**
 * Answers a plan's statement in a process of its own, which is killed afterwards in any case: memory, time and crashes
 * of the engine stay there.
 *
 * @throws AggregateStopped
 */
export async function aggregateInProcess(
  plan: AggregatePlan,
  members: Iterable<MemberRows>,
  limits: AggregateLimits,
  childPath: string = CHILD,
): Promise<ExactRow[]> {
  const child = fork(childPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [`--max-old-space-size=${limits.memoryMb}`],
    // Secrets of the worker's environment are none of the engine's business.
    env: {},
  });
  const stop = new AbortController();
  try {
    return await Promise.race([converse(child, plan, members, limits), watch(child, limits, stop.signal)]);
  } finally {
    stop.abort();
    child.kill('SIGKILL');
  }
}

async function converse(
  child: ChildProcess,
  plan: AggregatePlan,
  members: Iterable<MemberRows>,
  limits: AggregateLimits,
): Promise<ExactRow[]> {
  const answered = once(child, 'message') as Promise<[Outcome]>;
  // A refused send rejects first; this one must not then be unhandled.
  answered.catch(() => undefined);
  await send(child, { kind: 'OPEN', columns: plan.columns.length, memoryMb: limits.memoryMb });
  for (const { member, values } of members) await send(child, { kind: 'LOAD', member, values });
  await send(child, { kind: 'RUN', sql: plan.sql, timeMs: limits.timeMs });
  const [outcome] = await answered;
  if (outcome.kind === 'ROWS') return outcome.rows;
  // The engine's texts may quote values, so they go no further than this comparison.
  if (/interrupt/i.test(outcome.message)) throw new AggregateStopped('TIME_LIMIT_EXCEEDED');
  if (/out of memory/i.test(outcome.message)) throw new AggregateStopped('MEMORY_LIMIT_EXCEEDED');
  throw new AggregateStopped('ENGINE_STOPPED');
}

/** Waits for a row to be taken before the next is sent, so that what is on the way stays small. */
async function send(child: ChildProcess, instruction: Instruction): Promise<void> {
  await new Promise<void>((sent, failed) => {
    child.send(instruction, (error) => (error ? failed(new AggregateStopped('ENGINE_STOPPED')) : sent()));
  });
}

/** Never resolves; rejects when the process ends, takes too long or weighs too much. */
async function watch(child: ChildProcess, limits: AggregateLimits, stop: AbortSignal): Promise<never> {
  const deadline = performance.now() + limits.timeMs + GRACE_MS;
  return new Promise<never>((_, fail) => {
    const timer = setInterval(() => void check(), WATCH_MS);
    const end = (code: AggregateStopped['code']): void => {
      clearInterval(timer);
      fail(new AggregateStopped(code));
    };
    const check = async (): Promise<void> => {
      if (performance.now() > deadline) end('TIME_LIMIT_EXCEEDED');
      else if ((await residentMb(child.pid)) > limits.memoryMb * 2 + IDLE_MB) end('MEMORY_LIMIT_EXCEEDED');
    };
    stop.addEventListener('abort', () => clearInterval(timer));
    child.once('error', () => end('ENGINE_STOPPED'));
    child.once('exit', () => end('ENGINE_STOPPED'));
  });
}

/** Where the system does not tell (it is not Linux), the engine's own limit must do. */
async function residentMb(pid: number | undefined): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(statm.split(' ')[1] ?? 0) * PAGE_KB) / 1024;
}

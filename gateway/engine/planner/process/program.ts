import { Script } from 'node:vm';
import { DomainError } from '../../../../subgraphs/kit/errors/define.js';
import { ENGINE_ERRORS } from '../../errors.js';
import { composeSubgraphs } from '../composition.js';
import { planOrRefuse, tryOut } from '../directPlannerWorker.js';
import { Planner, workaroundsFor } from '../planner.js';
import type { Workarounds } from '../planner.js';
import type { Failure, ProgramOptions, ResultMessage, Task, TaskMessage } from './tasks.js';

/**
 * The program of a planner's process. A task is one uninterrupted computation, and may be one without an end: it runs as
 * a script of `node:vm`, which SIGINT breaks off at any point. Then whoever started the process has the planner made
 * anew, for a structure may have been left half changed.
 */

/** Characters of a plan; the largest of an operation that the guard lets in has some 300,000. */
const PLAN_CHARACTERS_MAX = 4_000_000;
const INTERRUPTED = new Set(['ERR_SCRIPT_EXECUTION_INTERRUPTED', 'ERR_SCRIPT_EXECUTION_TIMEOUT']);

const limits = JSON.parse(process.argv[2]!) as ProgramOptions;
let planner: Planner | undefined;
let current: Task;
let workarounds: Workarounds | undefined;

const script = new Script('performTask()', { filename: 'task' });
(globalThis as { performTask?: () => unknown }).performTask = () => perform(current);

function perform(task: Task): unknown {
  switch (task.kind) {
    case 'compose':
      return composeSubgraphs(task.subgraphs);
    case 'try':
      return tryOut(task.supergraphSdl, task.before, limits, workarounds);
    case 'open':
      planner = undefined;
      planner = new Planner(task.supergraphSdl, limits, workarounds);
      return task.wantsFacts ? planner.facts : undefined;
    case 'plan': {
      const plan = planOrRefuse(planner!, task.operation, task.overrides);
      // The gateway reads it in one go.
      if (JSON.stringify(plan).length <= PLAN_CHARACTERS_MAX) return plan;
      throw ENGINE_ERRORS.PLANNING_FAILED.raise(
        'The plan of this operation is too long; ask for less at once.',
      );
    }
    case 'forget':
      planner = undefined;
      return undefined;
  }
}

function failureOf(error: unknown): Failure {
  const { code, message } = error as { code?: string; message: string };
  if (code !== undefined && INTERRUPTED.has(code)) return { kind: 'interrupted' };
  if (!(error instanceof DomainError)) return { kind: 'mistake', message };
  const { cause } = error;
  return {
    kind: 'refusal',
    refusal: { code: error.code, retry: error.retry, message },
    cause: cause instanceof Error ? (cause.stack ?? cause.message) : undefined,
  };
}

async function hear({ id, task, limitMs }: TaskMessage): Promise<void> {
  const answer = (message: Omit<ResultMessage, 'id'>): void => void process.send?.({ id, ...message });
  try {
    current = task;
    // A module is loaded between tasks: nothing that is awaited may be broken off.
    if ('supergraphSdl' in task) workarounds = await workaroundsFor(task.supergraphSdl);
    answer({ result: script.runInThisContext({ timeout: limitMs, breakOnSigint: true }) });
  } catch (error) {
    answer({ failure: failureOf(error) });
  }
}

process.on('message', (message: TaskMessage) => void hear(message));

// A planner ends when its gateway is gone, for then nothing is left to wait for. The gateway still needs it while it
// finishes what is under way, and these come to a whole group of processes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

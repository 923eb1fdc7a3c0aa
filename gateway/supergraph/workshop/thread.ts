import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import type { SubgraphSchema } from './composition.js';
import { directWorkshop } from './direct.js';
import type { PlannerLimits } from './planner.js';
import type { OpenPlanner } from './workshop.js';

/** What a thread is asked; one planner a thread at most. */
export type Task =
  | { kind: 'compose'; subgraphs: readonly SubgraphSchema[] }
  | { kind: 'try'; supergraphSdl: string; before: string | undefined }
  | { kind: 'open'; supergraphSdl: string }
  | { kind: 'plan'; operation: string; overrides: readonly string[] };

export interface TaskMessage {
  id: number;
  task: Task;
}

export interface ResultMessage {
  id: number;
  result?: unknown;
  error?: { message: string; refusal?: { code: string; retry: DomainError['retry'] } };
}

const workshop = directWorkshop(workerData as PlannerLimits);
let planner: OpenPlanner | undefined;

async function perform(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'compose':
      return workshop.compose(task.subgraphs);
    case 'try':
      return workshop.tryOut(task.supergraphSdl, task.before);
    case 'open':
      planner = await workshop.open(task.supergraphSdl);
      return planner.facts;
    case 'plan':
      return planner!.plan(task.operation, task.overrides);
  }
}

parentPort?.on('message', ({ id, task }: TaskMessage) => {
  const answer = (message: Omit<ResultMessage, 'id'>): void => parentPort?.postMessage({ id, ...message });
  perform(task).then(
    (result) => answer({ result }),
    (error: Error) => {
      const refusal = error instanceof DomainError ? { code: error.code, retry: error.retry } : undefined;
      answer({ error: { message: error.message, refusal } });
    },
  );
});

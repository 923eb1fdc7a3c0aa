import { DomainError } from '../../../../subgraphs/kit/errors/define.js';
import type { SubgraphSchema } from '../composition.js';
import type { PlannerLimits } from '../apolloPlanner.js';

/** What a planner's process is asked; it holds one planner at most. */
export type Task =
  | { kind: 'compose'; subgraphs: readonly SubgraphSchema[] }
  | { kind: 'try'; supergraphSdl: string; before: string | undefined }
  /** Whether the facts are wanted in return: they may be large. */
  | { kind: 'open'; supergraphSdl: string; wantsFacts: boolean }
  | { kind: 'plan'; operation: string; overrides: readonly string[] }
  /** Lets go of the planner, so that the process can be used for another. */
  | { kind: 'forget' };

export interface TaskMessage {
  id: number;
  task: Task;
  /** Milliseconds after which the process gives up by itself, in case that nobody is there any more to stop it. */
  limitMs: number;
}

export type Failure =
  /** The cause is what broke down in the planner, for the log. */
  | { kind: 'refusal'; refusal: Refusal; cause?: string | undefined }
  | { kind: 'mistake'; message: string }
  /** The task was broken off; what it worked on may be half changed. */
  | { kind: 'interrupted' };

export type Refusal = Pick<DomainError, 'code' | 'retry' | 'message'>;

export interface ResultMessage {
  id: number;
  result?: unknown;
  failure?: Failure;
}

/** What a process is told when it is started, as JSON. */
export type ProgramOptions = PlannerLimits;

export function domainErrorOf({ code, retry, message }: Refusal, cause?: string): DomainError {
  const error = new DomainError(code, retry, message);
  return cause === undefined ? error : Object.assign(error, { cause });
}

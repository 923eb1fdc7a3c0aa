import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryRunner } from 'typeorm';

/**
 * Deaths on purpose, for tests. `FAULT=<span>:<n>:self|postgres` kills this process, or the embedded PostgreSQL with
 * it, before the n-th statement of the work named `<span>`. Nothing happens unless NODE_ENV is `test`.
 */
interface Fault {
  span: string;
  statement: number;
  victim: 'self' | 'postgres';
}

const spans = new AsyncLocalStorage<string>();
const fault = readFault(process.env);
let counted = 0;

/** Names the work whose statements are counted. */
export function failpointSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return fault ? spans.run(name, work) : work();
}

/** Counts the statements of a transaction: ours, those of repositories, and the commit. */
export function countStatements(runner: QueryRunner): void {
  if (!fault || spans.getStore() !== fault.span) return;
  const send: (...given: unknown[]) => Promise<unknown> = runner.query.bind(runner) as never;
  runner.query = ((...given: unknown[]) => {
    failpoint();
    return send(...given);
  }) as typeof runner.query;
}

/** A place at which the fault may strike: before a statement, and after a commit. */
export function failpoint(): void {
  if (!fault || spans.getStore() !== fault.span) return;
  counted += 1;
  if (counted !== fault.statement) return;
  if (fault.victim === 'postgres') killPostgres();
  process.kill(process.pid, 'SIGKILL');
}

function readFault(environment: NodeJS.ProcessEnv): Fault | undefined {
  if (environment.NODE_ENV !== 'test' || !environment.FAULT) return undefined;
  const [span, statement, victim] = environment.FAULT.split(':');
  if (!span || !Number.isInteger(Number(statement)) || (victim !== 'self' && victim !== 'postgres')) {
    throw new Error('FAULT is <span>:<statement>:self|postgres');
  }
  return { span, statement: Number(statement), victim };
}

/** The postmaster; its children notice, at the latest when this process's connections break, and end unfinished. */
function killPostgres(): void {
  const file = join(process.env.DATA_DIR ?? '.data', 'pg', 'postmaster.pid');
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
}

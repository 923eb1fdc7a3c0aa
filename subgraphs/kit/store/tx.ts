import type { EntityManager } from 'typeorm';
import type { Entry, Written } from '../contracts/entry.js';
import type { Scope } from './scope.js';

/** One transaction, with the rows of one scope. */
export interface Tx {
  readonly manager: EntityManager;
  /** The service's database clock at the start of the transaction, or since the last scope was entered. */
  readonly now: Date;
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Journals a change. Entries are written as the transaction's last statements, whenever this is called. */
  append<E extends Entry>(contract: E, entry: Written<E>): string;
  /** Records in which co-op an entity lives, so that its id alone finds it. */
  register(entityId: string, cooperative: string): Promise<void>;
  /** Sees the rows of another scope from here on, in the same transaction: for reactions and sweeps. */
  enter(scope: Scope): Promise<void>;
}

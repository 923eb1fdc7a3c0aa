import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { Entry, Written } from '../contracts/entry.js';
import { partsOf } from '../contracts/entry.js';
import { COMMON } from '../errors/table.js';
import { seal } from '../journal/entry.js';
import type { Append, SealedEntry } from '../journal/entry.js';
import { promiseInclusion } from '../journal/promise.js';
import { errandLeftMs, noteChange } from './changes.js';
import { countStatements, failpoint } from './failpoints.js';
import { NOWHERE, SCOPE_SQL, scopeParameters, TIMED_SCOPE_SQL } from './scope.js';
import type { Scope } from './scope.js';
import type { SteadySource } from './steadySource.js';
import type { Tx } from './tx.js';

export interface Store {
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One statement in a transaction of its own, without a scope: on tables that hold nothing of any co-op, and on the
   * kit's functions that set their scope themselves.
   */
  unscoped<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** The co-op in which that entity lives. @throws NOT_FOUND */
  home(entityId: string): Promise<string>;
  /** The same for many; absent ones are left out. */
  homes(entityIds: readonly string[]): Promise<Map<string, string>>;
  /**
   * The same, with NOWHERE for absent ones: for what a viewer may not know of, which is then looked for in the same way
   * and time whether it is a stranger's or is not there.
   */
  whereabouts(entityIds: readonly string[]): Promise<Map<string, string>>;
  /** Ends the pool. */
  close(): Promise<void>;
}

export interface StoreOptions {
  service: string;
  source: SteadySource;
  /** Signs promises of inclusion; a process whose changes nobody waits for makes none. */
  promises?: { logKey: KeyObject; inclusionDelayMaxMs: number };
  /** What a service keeps of its own entries besides: called in their transaction, within their co-op. */
  project?: (tx: Tx, cooperative: string, values: Record<string, unknown>) => Promise<void>;
  /** Called after a commit that journalled something. */
  onAppend: () => void;
}

const ENTRY_COLUMNS = 10;
/** PostgreSQL takes 65,535 parameters a statement; a job may journal an entry for each of thousands of members. */
const ENTRIES_PER_INSERT = 1_000;

export function createStore(options: StoreOptions): Store {
  const { source, service, project } = options;

  async function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const entries: SealedEntry[] = [];
    const homesMade = new Map<string, string>();
    const result = await source.transaction(async (manager) => {
      countStatements(manager.queryRunner!);
      const query = <Row>(sql: string, parameters?: unknown[]): Promise<Row[]> =>
        manager.query<Row[]>(sql, parameters);
      const [first] = await begin(source, query, scope);
      let now = first!.now;
      let current = scope;
      const tx: Tx = {
        manager,
        get now() {
          return now;
        },
        query,
        append(contract, written) {
          const entry = seal(service, appended(service, contract, written), now);
          entries.push(entry);
          return entry.entryId;
        },
        register(entityId, cooperative) {
          homesMade.set(entityId, cooperative);
          return Promise.resolve();
        },
        async enter(next) {
          current = next;
          // The clock is read again: in a batch of reactions, an earlier entry may have moved the demo's.
          const [entered] = await query<{ now: Date }>(SCOPE_SQL, scopeParameters(next));
          now = entered!.now;
        },
      };
      const value = await work(tx);
      if (homesMade.size > 0) await insertHomes(tx, homesMade);
      for (const cooperative of new Set(entries.map((entry) => entry.cooperative))) {
        if (current.cooperative !== cooperative) await tx.enter({ cooperative });
        const ofOne = entries.filter((entry) => entry.cooperative === cooperative);
        if (project) for (const entry of ofOne) await project(tx, cooperative, entry.privatePart.values);
        for (let at = 0; at < ofOne.length; at += ENTRIES_PER_INSERT) {
          await insertEntries(tx, ofOne.slice(at, at + ENTRIES_PER_INSERT));
        }
      }
      return value;
    });
    failpoint();
    if (entries.length > 0) {
      const { promises } = options;
      if (promises) {
        const { logKey, inclusionDelayMaxMs } = promises;
        for (const entry of entries)
          noteChange(promiseInclusion(service, entry, logKey, inclusionDelayMaxMs));
      }
      options.onAppend();
    }
    return result;
  }

  function unscoped<Row>(sql: string, parameters?: unknown[]): Promise<Row[]> {
    return source.query<Row[]>(sql, parameters);
  }

  async function homes(entityIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await source.query<{ entity_id: string; cooperative_id: string }[]>(
      'select entity_id, cooperative_id from entity_home where entity_id = any($1)',
      [entityIds],
    );
    return new Map(rows.map((row) => [row.entity_id, row.cooperative_id]));
  }

  async function home(entityId: string): Promise<string> {
    const found = (await homes([entityId])).get(entityId);
    if (!found)
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: entityId });
    return found;
  }

  async function whereabouts(entityIds: readonly string[]): Promise<Map<string, string>> {
    const known = await homes(entityIds);
    return new Map(entityIds.map((id) => [id, known.get(id) ?? NOWHERE]));
  }

  return { transaction, unscoped, home, homes, whereabouts, close: () => source.destroy() };
}

/** A journal is written by its own service alone: a contract of another's is our mistake. */
function appended<E extends Entry>(service: string, contract: E, written: Written<E>): Append {
  const { type, writer } = contract;
  assert(writer === service, `${service} does not write ${type}, which is ${writer}'s`);
  const { cooperative, actorRole, actor, subject } = written;
  return { type, cooperative, actorRole, actor, subject, ...partsOf(contract, written) };
}

/** Least time a statement gets, so that PostgreSQL itself says that it is over: no time at all would set no limit. */
const STATEMENT_MS_MIN = 10;

/** Sets the scope; and where whoever asked waits for less than a statement may take, that none goes on for longer. */
function begin(
  source: SteadySource,
  query: <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>,
  scope: Scope,
): Promise<{ now: Date }[]> {
  const leftMs = errandLeftMs();
  if (leftMs >= source.statementTimeoutMs) return query(SCOPE_SQL, scopeParameters(scope));
  return query(TIMED_SCOPE_SQL, [...scopeParameters(scope), String(Math.max(STATEMENT_MS_MIN, leftMs))]);
}

async function insertHomes(tx: Tx, homes: ReadonlyMap<string, string>): Promise<void> {
  await tx.query(
    'insert into entity_home (entity_id, cooperative_id) select * from unnest($1::text[], $2::text[])',
    [[...homes.keys()], [...homes.values()]],
  );
}

async function insertEntries(tx: Tx, entries: readonly SealedEntry[]): Promise<void> {
  const rows = entries.map((_, row) => {
    const places = Array.from(
      { length: ENTRY_COLUMNS },
      (__, column) => `$${row * ENTRY_COLUMNS + column + 1}`,
    );
    return `(${places.join(', ')})`;
  });
  await tx.query(
    `insert into journal_entry (entry_id, cooperative_id, type, recorded_at, actor_role, subject, actor,
       public_part, leaf_hash, private_part) values ${rows.join(', ')}`,
    entries.flatMap((entry) => [
      entry.entryId,
      entry.cooperative,
      entry.type,
      entry.recordedAt,
      entry.actorRole,
      entry.subject,
      entry.actor,
      entry.publicPart,
      entry.leafHash,
      JSON.stringify(entry.privatePart),
    ]),
  );
}

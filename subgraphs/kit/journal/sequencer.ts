import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Logger } from '../observability/logger.js';
import { formatCheckpoint } from '../domain/checkpoint.js';
import { appendLeaves, rootOfKept } from '../domain/merkle.js';
import type { NodeReader } from '../domain/merkle.js';
import { signNote } from '../domain/note.js';
import { levelOf } from '../store/outage.js';
import { SCOPE_SQL, scopeParameters } from '../store/scope.js';
import { originIn } from './origin.js';

const BATCH_MAX = 500;
const LEASE_MS = 10_000;
/** Another copy may have appended without being able to wake us. */
const IDLE_MS = 500;
/** Entries that come within so short a time share a batch, its statements and its checkpoint. */
const GATHER_MS = 20;
/** After this time one looks again at a log that was stopped: somebody may have restored its nodes. */
const STOPPED_MS = 60_000;

export interface SequencerOptions {
  service: string;
  source: DataSource;
  logKey: KeyObject;
  /** Under which name the log of a co-op begins. */
  originOf: (cooperative: string) => string;
  logger: Logger;
  /** Called after entries have got their place, with the last one's. */
  onSequenced: (position: bigint) => void;
}

export interface Sequencer {
  wake(): void;
  stop(): Promise<void>;
}

interface Waiting {
  entry_id: string;
  cooperative_id: string;
  leaf_hash: Buffer;
}

/** Positions run over all co-ops of the service: the order in which the feed is read. */
interface Placed extends Waiting {
  position: bigint;
}

/** The logs whose kept nodes contradict the root that was signed, by co-op: until when nothing is added to them. */
type StoppedLogs = Map<string, number>;

/**
 * Gives entries that are visible their gapless index, in batches, and signs a checkpoint of each log that grew.
 * Any copy may run; the lease lets one at a time, and its fence, checked in the transaction that writes, keeps a
 * holder that slept from writing over its successor.
 *
 * Before a log grows, its kept nodes are held to the root that was signed last. If they make another one, nothing is
 * added to that log and nothing signed for it; the logs of other co-ops go on.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  const holder = randomUUID();
  const stoppedLogs: StoppedLogs = new Map();
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let gathering = false;

  const loop = async (): Promise<void> => {
    busy = true;
    try {
      do {
        again = false;
        while (!stopped && (await sequenceBatch(options, holder, stoppedLogs)) === BATCH_MAX);
        if (again) await sleep(GATHER_MS);
      } while (again && !stopped);
    } catch (error) {
      if (!stopped) options.logger[levelOf(error)]({ err: error }, 'the sequencer failed; it tries again');
    } finally {
      busy = false;
      if (!stopped) timer = setTimeout(wake, IDLE_MS);
    }
  };
  function wake(): void {
    again = true;
    if (busy || stopped || gathering) return;
    clearTimeout(timer);
    gathering = true;
    timer = setTimeout(() => {
      gathering = false;
      running = loop();
    }, GATHER_MS);
  }
  wake();
  return {
    // Whoever wakes it does not lend it their share of the database, nor their time.
    wake: AsyncLocalStorage.bind(wake),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** @returns how many entries were looked at. */
async function sequenceBatch(
  options: SequencerOptions,
  holder: string,
  stoppedLogs: StoppedLogs,
): Promise<number> {
  const { looked, placed, last } = await options.source.transaction(async (manager) => {
    const query = <Row>(sql: string, parameters?: unknown[]) => manager.query<Row[]>(sql, parameters);
    await query(SCOPE_SQL, scopeParameters({ reader: 'sequencer' }));
    const [waitingFirst] = await query(`select 1 from journal_entry where log_index is null limit 1`);
    if (!waitingFirst) return NOTHING;
    // The row lock is the fence: a holder whose lease was taken over cannot hold this lock and be the holder.
    const [lease] = await query<{ position: string }>(
      `update sequencer_lease set holder = $1, until = clock_timestamp() + make_interval(secs => $2),
         fence = fence + (holder <> $1)::int
       where holder = $1 or until < clock_timestamp() returning position`,
      [holder, LEASE_MS / 1000],
    ).then((answer) => returned<{ position: string }>(answer));
    if (!lease) return NOTHING;
    const now = Date.now();
    const stopped = [...stoppedLogs].filter(([, until]) => now < until).map(([cooperative]) => cooperative);
    const waiting = await query<Waiting>(
      `select entry_id, cooperative_id, leaf_hash from journal_entry
       where log_index is null and cooperative_id <> all($1) order by entry_id limit ${BATCH_MAX}`,
      [stopped],
    );
    const growing: Log[] = [];
    for (const cooperative of new Set(waiting.map((entry) => entry.cooperative_id))) {
      const log = await readLog(query, cooperative);
      stoppedLogs.delete(cooperative);
      if (await isAsSigned(log)) growing.push(log);
      else stop(options, stoppedLogs, log);
    }
    const before = BigInt(lease.position);
    const sound = new Set(growing.map(({ cooperative }) => cooperative));
    const placed = waiting
      .filter((entry) => sound.has(entry.cooperative_id))
      .map((entry, index) => ({ ...entry, position: before + BigInt(index) + 1n }));
    const byLog = groupBy(placed);
    for (const log of growing) await grow(query, options, log, byLog.get(log.cooperative)!);
    const last = before + BigInt(placed.length);
    await query('update sequencer_lease set position = $1', [String(last)]);
    return { looked: waiting.length, placed: placed.length, last };
  });
  if (placed > 0) options.onSequenced(last);
  return looked;
}

const NOTHING = { looked: 0, placed: 0, last: 0n };

/** A log as it stands: its size, the head that was signed for it, and the nodes that it grows from. */
interface Log {
  readonly cooperative: string;
  readonly size: bigint;
  readonly root: Buffer | null;
  readonly note: string | null;
  /** Whether entries are kept that its head does not count: the head was lost, or put back to an older one. */
  readonly isBeyond: boolean;
  readonly nodeAt: NodeReader;
}

/** In one statement: the head, and the roots of the complete subtrees, one for each bit set in the size. */
async function readLog(query: Query, cooperative: string): Promise<Log> {
  const rows = await query<{
    size: string;
    root: Buffer | null;
    note: string | null;
    beyond: boolean;
    level: number | null;
    node_index: string;
    hash: Buffer;
  }>(
    `with head as (
       select c.cooperative_id, coalesce(h.size, 0) as size, h.root, h.note
       from (select $1::text as cooperative_id) c left join log_head h using (cooperative_id)
     )
     select h.size, h.root, h.note, n.level, n.node_index, n.hash, exists (
       select from log_node where cooperative_id = h.cooperative_id and level = 0 and node_index >= h.size
     ) as beyond
     from head h
     left join generate_series(0, 62) as bit on (h.size >> bit) & 1 = 1
     left join log_node n
       on n.cooperative_id = h.cooperative_id and n.level = bit and n.node_index = (h.size >> bit) - 1`,
    [cooperative],
  );
  const found = rows.filter(({ level }) => level !== null);
  const peaks = new Map(found.map((row) => [`${row.level}/${row.node_index}`, row.hash]));
  const nodeAt = (level: number, index: bigint): Promise<Uint8Array> => {
    const peak = peaks.get(`${level}/${index}`);
    return peak
      ? Promise.resolve(peak)
      : Promise.reject(new Error(`log ${cooperative} lacks node ${level}/${index}`));
  };
  const { size, root, note, beyond } = rows[0]!;
  return { cooperative, size: BigInt(size), root, note, isBeyond: beyond, nodeAt };
}

/** Whether the kept nodes make the root that was signed. A node that is gone is one that was changed. */
async function isAsSigned({ size, root, isBeyond, nodeAt }: Log): Promise<boolean> {
  if (isBeyond) return false;
  if (!root) return true;
  const kept = await rootOfKept(size, nodeAt).catch(() => undefined);
  return kept !== undefined && root.equals(kept);
}

function stop(
  { logger, service }: SequencerOptions,
  stoppedLogs: StoppedLogs,
  { cooperative, size }: Log,
): void {
  stoppedLogs.set(cooperative, Date.now() + STOPPED_MS);
  logger.error(
    { service, cooperative, size: String(size) },
    'the nodes of this log do not make the root that was signed: nothing is added to it until they do',
  );
}

type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/** TypeORM answers an UPDATE … RETURNING with the rows and their count. */
function returned<Row>(answer: unknown): Row[] {
  const [rows] = answer as [Row[], number];
  return rows;
}

async function grow(
  query: Query,
  options: SequencerOptions,
  { cooperative, size, note: lastNote, nodeAt }: Log,
  entries: readonly Placed[],
): Promise<void> {
  const grown = await appendLeaves(
    size,
    entries.map((entry) => entry.leaf_hash),
    nodeAt,
  );
  await query(
    `update journal_entry e set position = o.position, log_index = $1::bigint + o.ordinal - 1
     from unnest($2::text[], $3::bigint[]) with ordinality as o(entry_id, position, ordinal)
     where e.entry_id = o.entry_id`,
    [String(size), entries.map((entry) => entry.entry_id), entries.map((entry) => String(entry.position))],
  );
  // Wherever it is served from by now: whoever has its key knows it by the name under which it began.
  const origin = lastNote === null ? options.originOf(cooperative) : originIn(lastNote);
  const body = formatCheckpoint({ origin, size: grown.size, root: grown.root });
  const note = signNote(body, origin, options.logKey);
  await query(
    `with grown as (
       insert into log_node (cooperative_id, level, node_index, hash)
       select $1, * from unnest($2::smallint[], $3::bigint[], $4::bytea[])
     ), head as (
       insert into log_head (cooperative_id, size, root, note, recorded_at) values ($1, $5, $6, $7, app_now())
       on conflict (cooperative_id) do update set size = excluded.size, root = excluded.root, note = excluded.note,
         recorded_at = excluded.recorded_at
     )
     insert into log_checkpoint (cooperative_id, size, note, recorded_at) values ($1, $5, $7, app_now())`,
    [
      cooperative,
      grown.nodes.map((node) => node.level),
      grown.nodes.map((node) => String(node.index)),
      grown.nodes.map((node) => Buffer.from(node.hash)),
      String(grown.size),
      Buffer.from(grown.root),
      note,
    ],
  );
}

function groupBy(placed: readonly Placed[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const entry of placed) {
    const group = groups.get(entry.cooperative_id);
    if (group) group.push(entry);
    else groups.set(entry.cooperative_id, [entry]);
  }
  return groups;
}

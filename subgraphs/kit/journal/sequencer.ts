import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Logger } from '../observability/logger.js';
import { formatCheckpoint } from '../domain/checkpoint.js';
import { appendLeaves } from '../domain/merkle.js';
import { signNote } from '../domain/note.js';
import { levelOf } from '../store/outage.js';
import { SCOPE_SQL, scopeParameters } from '../store/scope.js';

const BATCH_MAX = 500;
const LEASE_MS = 10_000;
/** Another copy may have appended without being able to wake us. */
const IDLE_MS = 500;
/** Entries that come within so short a time share a batch, its statements and its checkpoint. */
const GATHER_MS = 20;

export interface SequencerOptions {
  service: string;
  source: DataSource;
  logKey: KeyObject;
  logger: Logger;
  /** Called after entries have got their place, with the last one's. */
  onSequenced: (position: bigint) => void;
}

export interface Sequencer {
  wake(): void;
  stop(): Promise<void>;
}

/** The origin line of a log, which is also the name of its key. */
export function originOf(service: string, cooperative: string): string {
  return `cooperative.example/${service}/${cooperative}`;
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

/**
 * Gives entries that are visible their gapless index, in batches, and signs a checkpoint of each log that grew.
 * Any copy may run; the lease lets one at a time, and its fence, checked in the transaction that writes, keeps a
 * holder that slept from writing over its successor.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  const holder = randomUUID();
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
        while (!stopped && (await sequenceBatch(options, holder)) === BATCH_MAX);
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
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function sequenceBatch(options: SequencerOptions, holder: string): Promise<number> {
  const { placed, last } = await options.source.transaction(async (manager) => {
    const query = <Row>(sql: string, parameters?: unknown[]) => manager.query<Row[]>(sql, parameters);
    await query(SCOPE_SQL, scopeParameters({ reader: 'sequencer' }));
    const [waitingFirst] = await query(`select 1 from journal_entry where log_index is null limit 1`);
    if (!waitingFirst) return { placed: 0, last: 0n };
    // The row lock is the fence: a holder whose lease was taken over cannot hold this lock and be the holder.
    const [lease] = await query<{ position: string }>(
      `update sequencer_lease set holder = $1, until = clock_timestamp() + make_interval(secs => $2),
         fence = fence + (holder <> $1)::int
       where holder = $1 or until < clock_timestamp() returning position`,
      [holder, LEASE_MS / 1000],
    ).then((answer) => returned<{ position: string }>(answer));
    if (!lease) return { placed: 0, last: 0n };
    const waiting = await query<Waiting>(
      `select entry_id, cooperative_id, leaf_hash from journal_entry where log_index is null
       order by entry_id limit ${BATCH_MAX}`,
    );
    const before = BigInt(lease.position);
    const last = before + BigInt(waiting.length);
    const placed = waiting.map((entry, index) => ({ ...entry, position: before + BigInt(index) + 1n }));
    for (const [cooperative, entries] of groupBy(placed)) await grow(query, options, cooperative, entries);
    await query('update sequencer_lease set position = $1', [String(last)]);
    return { placed: waiting.length, last };
  });
  if (placed > 0) options.onSequenced(last);
  return placed;
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
  cooperative: string,
  entries: readonly Placed[],
): Promise<void> {
  const { size, peaks } = await readTree(query, cooperative);
  const nodeAt = (level: number, index: bigint): Promise<Uint8Array> => {
    const peak = peaks.get(`${level}/${index}`);
    assert(peak, `log ${cooperative} lacks node ${level}/${index}`);
    return Promise.resolve(peak);
  };
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
  const origin = originOf(options.service, cooperative);
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

/** A log's size, and the roots of the complete subtrees that it consists of: one for each bit set in its size. */
async function readTree(
  query: Query,
  cooperative: string,
): Promise<{ size: bigint; peaks: Map<string, Buffer> }> {
  const rows = await query<{ size: string; level: number | null; node_index: string; hash: Buffer }>(
    `select h.size, n.level, n.node_index, n.hash from log_head h
     left join generate_series(0, 62) as bit on (h.size >> bit) & 1 = 1
     left join log_node n
       on n.cooperative_id = h.cooperative_id and n.level = bit and n.node_index = (h.size >> bit) - 1
     where h.cooperative_id = $1`,
    [cooperative],
  );
  const found = rows.filter(({ level }) => level !== null);
  return {
    size: BigInt(rows[0]?.size ?? 0),
    peaks: new Map(found.map((row) => [`${row.level}/${row.node_index}`, row.hash])),
  };
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

import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { consistencyProof, inclusionProof } from '../domain/merkle.js';
import type { NodeReader } from '../domain/merkle.js';
import { encodeVerifierKey } from '../domain/note.js';
import { COMMON } from '../errors/table.js';
import type { Viewer } from '../identity/viewer.js';
import { SCOPE_SQL, scopeParameters } from '../store/scope.js';
import type { Scope } from '../store/scope.js';
import type { Log } from './boundedLog.js';
import type { Checkpoint, LogEntry, LogPage, LogQuery } from './logPort.js';
import { readLeaves, readTile } from './logTiles.js';
import { originIn } from './origin.js';

const PAGE_MAX = 100;

interface LogOptions {
  service: string;
  source: DataSource;
  logKey: KeyObject;
  /** Under which name the log of a co-op begins. */
  originOf: (cooperative: string) => string;
  /** Types of entries that open to nobody but whom they are about. */
  openToSubjectAlone: ReadonlySet<string>;
}

interface EntryRow {
  entry_id: string;
  cooperative_id: string;
  type: string;
  recorded_at: Date;
  actor_role: string;
  subject: string | null;
  actor: string | null;
  public_part: string;
  leaf_hash: Buffer;
  private_part: LogEntry['opening'];
  log_index: string;
}

/** The public side of this service's journal, read from its own database. */
export function createLog(options: LogOptions): Log {
  const { service, source, openToSubjectAlone } = options;

  function read<Row>(scope: Scope, sql: string, parameters: unknown[]): Promise<Row[]> {
    return source.transaction(async (manager) => {
      await manager.query(SCOPE_SQL, scopeParameters(scope));
      return manager.query<Row[]>(sql, parameters);
    });
  }

  /** Runs a proof's look-ups of complete subtrees in one transaction. */
  function withNodes<T>(cooperative: string, work: (nodeAt: NodeReader) => Promise<T>): Promise<T> {
    return source.transaction(async (manager) => {
      await manager.query(SCOPE_SQL, scopeParameters({ reader: 'log' }));
      return work(async (level, index) => {
        const [node] = await manager.query<{ hash: Buffer }[]>(
          'select hash from log_node where cooperative_id = $1 and level = $2 and node_index = $3',
          [cooperative, level, String(index)],
        );
        assert(node, `log ${cooperative} lacks node ${level}/${index}`);
        return node.hash;
      });
    });
  }

  async function checkpoint(cooperative: string): Promise<Checkpoint | null> {
    const [head] = await read<{ size: string; root: Buffer; note: string; recorded_at: Date }>(
      { reader: 'log' },
      'select size, root, note, recorded_at from log_head where cooperative_id = $1',
      [cooperative],
    );
    if (!head) return null;
    return {
      origin: originIn(head.note),
      size: BigInt(head.size),
      root: head.root.toString('base64'),
      note: head.note,
      recordedAt: head.recorded_at,
    };
  }

  /** @throws BAD_USER_INPUT unless the log holds that entry. */
  async function requirePlaced(cooperative: string, entryId: string): Promise<void> {
    const found = await read(
      { cooperative },
      'select 1 from journal_entry where cooperative_id = $1 and entry_id = $2 and log_index is not null',
      [cooperative, entryId],
    );
    if (found.length === 0) throw COMMON.BAD_USER_INPUT.raise('This cursor names no entry of this log.');
  }

  async function entries(query: LogQuery, viewer: Viewer): Promise<LogPage> {
    const sight = await sightOf(viewer, query.cooperative);
    if (query.subject && !sight.all && !sight.members.includes(query.subject)) {
      throw COMMON.FORBIDDEN.raise(
        'Entries about a member are listed for that member, stewards and auditors.',
      );
    }
    const isOwn = query.subject !== undefined && sight.members.includes(query.subject);
    const limit = Math.min(Math.max(query.first, 1), PAGE_MAX);
    const rows = await read<EntryRow>(
      { cooperative: query.cooperative },
      `select entry_id, cooperative_id, type, recorded_at, actor_role, subject, actor, public_part, leaf_hash,
         private_part, log_index
       from journal_entry
       where cooperative_id = $1 and ($2::text is null or type = $2) and ($3::text is null or subject = $3)
         and log_index is not null
         -- That there is such an entry about a member is theirs as well.
         and ($3::text is null or not type = any($6))
         and ($4::text is null or log_index > (
           select log_index from journal_entry where cooperative_id = $1 and entry_id = $4))
       order by log_index limit $5`,
      [
        query.cooperative,
        query.type ?? null,
        query.subject ?? null,
        query.after ?? null,
        limit + 1,
        isOwn ? [] : [...openToSubjectAlone],
      ],
    );
    if (rows.length === 0 && query.after) await requirePlaced(query.cooperative, query.after);
    const page = rows
      .slice(0, limit)
      .map((row) => toEntry(service, row, opens(sight, viewer, row, openToSubjectAlone)));
    return { entries: page, hasNextPage: rows.length > limit };
  }

  return {
    entries,
    checkpoint,
    async inclusionProof(cooperative, index) {
      const head = await checkpoint(cooperative);
      if (!head || index < 0n || index >= head.size) {
        throw COMMON.NOT_FOUND.raise('The log holds no leaf at that index yet.', { index: String(index) });
      }
      const { leaf, hashes } = await withNodes(cooperative, async (nodeAt) => ({
        leaf: await nodeAt(0, index),
        hashes: await inclusionProof(index, head.size, nodeAt),
      }));
      return {
        index,
        size: head.size,
        leafHash: Buffer.from(leaf).toString('hex'),
        hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')),
        checkpoint: head,
      };
    },
    async consistencyProof(cooperative, from, to) {
      const head = await checkpoint(cooperative);
      if (!head || from <= 0n || from > to || to > head.size) {
        const facts = { from: String(from), to: String(to), size: String(head?.size ?? 0n) };
        throw COMMON.BAD_USER_INPUT.raise('Sizes must satisfy 0 < from ≤ to ≤ the size of the log.', facts);
      }
      const hashes = await withNodes(cooperative, (nodeAt) => consistencyProof(from, to, nodeAt));
      return { from, to, hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')) };
    },
    async locate(entryId) {
      const [row] = await read<{ cooperative_id: string; log_index: string | null; position: string | null }>(
        { reader: 'feed' },
        'select cooperative_id, log_index, position from journal_entry where entry_id = $1',
        [entryId],
      );
      if (!row?.log_index || !row.position) return null;
      return {
        cooperative: row.cooperative_id,
        index: BigInt(row.log_index),
        position: BigInt(row.position),
      };
    },
    async verifierKey(cooperative) {
      const head = await checkpoint(cooperative);
      return encodeVerifierKey(head?.origin ?? options.originOf(cooperative), options.logKey);
    },
    tile: (query) => readTile(read, query),
    leaves: (query) => readLeaves(read, query),
    async logs(after, first) {
      const heads = await read<{ cooperative_id: string; note: string }>(
        { reader: 'log' },
        `select cooperative_id, note from log_head
         where cooperative_id collate "C" > $1 order by cooperative_id collate "C" limit $2`,
        [after, first],
      );
      return heads.map(({ cooperative_id: cooperative, note }) => {
        const origin = originIn(note);
        return { cooperative, origin, verifierKey: encodeVerifierKey(origin, options.logKey) };
      });
    },
  };
}

interface Sight {
  all: boolean;
  members: string[];
}

/** Stewards and auditors see the openings of their co-op, but those of one member's alone; a member those about or by them. */
async function sightOf(viewer: Viewer, cooperative: string): Promise<Sight> {
  if (!viewer.did) return { all: false, members: [] };
  const standing = await viewer.memberIn(cooperative);
  if (!standing) return { all: false, members: [] };
  return { all: standing.holds('STEWARD') || standing.holds('AUDITOR'), members: [standing.memberId] };
}

function opens(sight: Sight, viewer: Viewer, row: EntryRow, subjectAlone: ReadonlySet<string>): boolean {
  return (
    (sight.all && !subjectAlone.has(row.type)) ||
    (row.subject !== null && sight.members.includes(row.subject)) ||
    (row.actor !== null && row.actor === viewer.did)
  );
}

function toEntry(service: string, row: EntryRow, open: boolean): LogEntry {
  return {
    service,
    cooperative: row.cooperative_id,
    entryId: row.entry_id,
    index: BigInt(row.log_index),
    type: row.type,
    actorRole: row.actor_role,
    recordedAt: row.recorded_at,
    leafHash: row.leaf_hash.toString('hex'),
    leaf: JSON.parse(row.public_part) as Record<string, unknown>,
    opening: open ? row.private_part : null,
  };
}

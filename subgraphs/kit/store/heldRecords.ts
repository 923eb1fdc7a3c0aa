import { COMMON } from '../errors/table.js';
import type { CursorKey, PageRequest } from '../schema/connection.js';
import type { Tx } from './tx.js';

/** Whose records are asked for. */
export interface Holder {
  readonly cooperativeId: string;
  readonly memberId: string;
  /** Pairwise DID: no other co-op knows it. */
  readonly did: string;
}

/**
 * A kind of record that a service holds of a member. SQL names the columns that are shown one by one, so that a column
 * is shown only when somebody writes it here.
 */
export interface HeldKind {
  /** Name of the list, such as `ballots`. */
  readonly kind: string;
  /** The tables whose rows it shows. */
  readonly tables: readonly string[];
  /** Tables and conditions; joins `who`, one row with `cooperative_id`, `member_id` and `did`. */
  readonly from: string;
  /** A text that names the row among those of this kind and of this member. */
  readonly key: string;
  /** By name in the record, the SQL of its value. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Where else a member's data stand, which are not shown: tables above all, each with the reason. */
export type Omissions = Readonly<Record<string, string>>;

/** All that a service knows of a member: what it shows, and what not. */
export interface HeldPart {
  readonly kinds: readonly HeldKind[];
  readonly omitted: Omissions;
}

export interface HeldRecord {
  readonly kind: string;
  readonly record: Record<string, unknown>;
}

export interface HeldPage {
  readonly records: readonly HeldRecord[];
  /** Key of the last record, where others follow. */
  readonly next: CursorKey | null;
  readonly omitted: Omissions;
}

/** SQL of an instant as the API writes it: ISO 8601 ending in Z, whatever the connection's time zone. */
export function instantSql(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** What the kit's own tables hold in every service. */
const KIT_KINDS: readonly HeldKind[] = [
  {
    kind: 'standings',
    tables: ['standing'],
    from: 'standing s join who using (cooperative_id, member_id)',
    key: 's.member_id',
    fields: { member: 's.member_id', did: 's.did', standing: 's.standing', roles: 's.roles', keys: 's.keys' },
  },
  {
    kind: 'answeredRequests',
    tables: ['idempotency_record'],
    from: 'idempotency_record i join who on i.actor = who.did',
    key: `i.operation || ' ' || i.key`,
    fields: {
      operation: 'i.operation',
      idempotencyKey: 'i.key',
      inputHash: 'i.input_hash',
      answer: 'i.answer',
      recordedAt: instantSql('i.recorded_at'),
    },
  },
];

const KIT_OMITTED: Omissions = {
  entity_home: 'An index from the id to its co-op: it says nothing that the other records do not say.',
  journal_entry: 'The audit trail shows every entry about the member, with its opening: ask `auditTrail`.',
};

/** A service's part, with what the kit's tables hold in each. */
export function heldPart(kinds: readonly HeldKind[], omitted: Omissions = {}): HeldPart {
  return { kinds: [...kinds, ...KIT_KINDS], omitted: { ...omitted, ...KIT_OMITTED } };
}

/**
 * A page of what a service holds of a member, kind after kind, in a transaction of their co-op.
 *
 * @param after - the kind and the key of the record after which the page begins.
 * @throws BAD_USER_INPUT for a cursor of another list.
 */
export async function readHeld(
  tx: Tx,
  { kinds, omitted }: HeldPart,
  holder: Holder,
  { first, after }: PageRequest,
): Promise<HeldPage> {
  const begun = after ? kinds.findIndex(({ kind }) => kind === after[0]) : 0;
  if (begun < 0) throw COMMON.BAD_USER_INPUT.raise('This cursor is not one of this list.');
  const found: { kind: string; key: string; record: Record<string, unknown> }[] = [];
  for (const held of kinds.slice(begun)) {
    const since = held.kind === after?.[0] ? String(after[1]) : null;
    const rows = await tx.query<{ key: string; record: Record<string, unknown> }>(sqlOf(held), [
      holder.cooperativeId,
      holder.memberId,
      holder.did,
      since,
      first + 1 - found.length,
    ]);
    found.push(...rows.map((row) => ({ ...row, kind: held.kind })));
    if (found.length > first) break;
  }
  const shown = found.slice(0, first);
  const last = shown.at(-1);
  return {
    records: shown.map(({ kind, record }) => ({ kind, record })),
    next: found.length > first && last ? [last.kind, last.key] : null,
    omitted,
  };
}

function sqlOf({ from, key, fields }: HeldKind): string {
  const pairs = Object.entries(fields).map(([name, value]) => `'${name}', ${value}`);
  return `
    with who as (select $1::text as cooperative_id, $2::text as member_id, $3::text as did)
    select key, record from (
      select (${key}) collate "C" as key, jsonb_build_object(${pairs.join(', ')}) as record from ${from}
    ) held where $4::text is null or key > $4::text collate "C"
    order by key limit $5`;
}

import type { Tx } from '../../kit/store/tx.js';
import type { Earning } from '../domain/licenceMoney.js';

interface EarningRow {
  licence_id: string;
  carried_minor: string;
  carried_since: Date | null;
  divided_until: Date | null;
}

/** What earlier runs know of those licences' money, and of all for which some is carried. The book is locked. */
export async function readEarnings(
  tx: Tx,
  cooperativeId: string,
  licences: readonly string[],
): Promise<Map<string, Earning>> {
  const rows = await tx.query<EarningRow>(
    `select licence_id, carried_minor, carried_since, divided_until from licence_earning
     where cooperative_id = $1 and (carried_minor > 0 or licence_id = any($2))`,
    [cooperativeId, licences],
  );
  return new Map(
    rows.map((row) => [
      row.licence_id,
      {
        carriedMinor: BigInt(row.carried_minor),
        carriedSince: row.carried_since,
        dividedUntil: row.divided_until,
      },
    ]),
  );
}

export async function writeEarnings(
  tx: Tx,
  cooperativeId: string,
  earnings: ReadonlyMap<string, Earning>,
): Promise<void> {
  const all = [...earnings.values()];
  await tx.query(
    `insert into licence_earning (cooperative_id, licence_id, carried_minor, carried_since, divided_until)
     select $1, * from unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])
     on conflict (cooperative_id, licence_id) do update set carried_minor = excluded.carried_minor,
       carried_since = excluded.carried_since, divided_until = excluded.divided_until`,
    [
      cooperativeId,
      [...earnings.keys()],
      all.map(({ carriedMinor }) => carriedMinor.toString()),
      all.map(({ carriedSince }) => carriedSince),
      all.map(({ dividedUntil }) => dividedUntil),
    ],
  );
}

/** Uses of one member's records under one licence, added up. */
export interface LicenceUse {
  memberId: string;
  licenceId: string;
  usage: bigint;
  quality: bigint;
}

/** What licences used since their money was last divided, up to an instant. */
export async function readUnpaidUses(
  tx: Tx,
  cooperativeId: string,
  licences: ReadonlyMap<string, Pick<Earning, 'dividedUntil'>>,
  until: Date,
): Promise<LicenceUse[]> {
  const rows = await tx.query<{ member_id: string; licence_id: string; usage: string; quality: string }>(
    `select member_id, licence_id, sum(records) as usage, sum(records * quality_bp) as quality
     from usage join unnest($2::text[], $3::timestamptz[]) as l (licence_id, since) using (licence_id)
     where cooperative_id = $1 and metered_at < $4 and (since is null or metered_at >= since)
     group by member_id, licence_id`,
    [
      cooperativeId,
      [...licences.keys()],
      [...licences.values()].map(({ dividedUntil }) => dividedUntil),
      until,
    ],
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    licenceId: row.licence_id,
    usage: BigInt(row.usage),
    quality: BigInt(row.quality),
  }));
}

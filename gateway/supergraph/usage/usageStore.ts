import type { DataSource } from 'typeorm';

/** Requests of one operation since the last batch. */
export interface Seen {
  /** Of its name and the coordinates that it uses: what a schema's change may touch, and nothing else of it. */
  signature: string;
  name: string | null;
  coordinates: readonly string[];
  requests: number;
}

/** An operation that would notice a change. */
export interface OperationInUse {
  name: string | null;
  signature: string;
  /** In the days looked at. */
  requests: number;
  lastSeenAt: string;
}

export interface UsageStore {
  add(batch: readonly Seen[]): Promise<void>;
  /**
   * The operations of the last days that use any of these coordinates, the busiest first.
   *
   * @param coordinates - null for all operations.
   */
  using(coordinates: readonly string[] | null, days: number, limit: number): Promise<OperationInUse[]>;
  /** Forgets what is older than that many days, and of the rest all but the operations seen most. */
  forget(days: number, operationsMax: number): Promise<void>;
}

export function postgresUsageStore(source: DataSource): UsageStore {
  return {
    async add(batch) {
      const rows = JSON.stringify(batch);
      // In the order of their keys, so that two gateways adding at once never wait for each other in a ring.
      await source.query(
        `with seen as (
           select * from jsonb_to_recordset($1::jsonb)
             as s(signature text, name text, coordinates text[], requests bigint)
         ), known as (
           insert into operation_seen (signature, name, coordinates)
             select signature, name, coordinates from seen order by signature
           on conflict do nothing
         )
         select 1`,
        [rows],
      );
      await source.query(
        `insert into operation_day as d (signature, day, requests, last_seen_at)
           select s.signature, current_date, s.requests, now()
             from jsonb_to_recordset($1::jsonb) as s(signature text, requests bigint)
             join operation_seen using (signature) order by s.signature
         on conflict (signature, day)
           do update set requests = d.requests + excluded.requests, last_seen_at = excluded.last_seen_at`,
        [rows],
      );
    },
    async using(coordinates, days, limit) {
      const rows = await source.query<(Omit<OperationInUse, 'requests'> & { requests: string })[]>(
        `select o.name, o.signature, sum(d.requests) as requests,
             to_char(max(d.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastSeenAt"
           from operation_seen o join operation_day d using (signature)
          where ($1::text[] is null or o.coordinates && $1) and d.day > current_date - $2::integer
          group by o.signature order by sum(d.requests) desc, o.signature limit $3`,
        [coordinates, days, limit],
      );
      return rows.map((row) => ({ ...row, requests: Number(row.requests) }));
    },
    async forget(days, operationsMax) {
      await source.query('delete from operation_day where day <= current_date - $1::integer', [days]);
      await source.query(
        `delete from operation_seen where signature in (
           select o.signature from operation_seen o left join operation_day d using (signature)
            group by o.signature
            order by count(d.day) = 0, coalesce(sum(d.requests), 0) desc, o.signature offset $1)
           or not exists (select from operation_day d where d.signature = operation_seen.signature)`,
        [operationsMax],
      );
    },
  };
}

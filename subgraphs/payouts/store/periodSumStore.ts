import type { Tx } from '../../kit/store/tx.js';
import { SHOWN_KINDS } from '../domain/periodSums.js';
import type { KindSum } from '../domain/periodSums.js';
import type { TransactionKind } from '../domain/posting.js';

/** A sum as a period shows it. */
export interface PeriodSum {
  runId: string;
  kind: TransactionKind;
  from: Date;
  amountMinor: bigint;
}

/**
 * What was posted of each kind since the last period that showed it, up to the end of a closed one. Nothing is dated into
 * a closed period any more, so the same span always has the same sum.
 */
export async function sumKinds(
  tx: Tx,
  cooperativeId: string,
  until: Date,
): Promise<(KindSum & { from: Date })[]> {
  const rows = await tx.query<{ kind: TransactionKind; from_at: Date; amount_minor: string; payees: number }>(
    `with span as (
       select kind, coalesce(
         (select max(r.until_at) from ledger_period_sum s join dividend_run r using (cooperative_id, run_id)
          where s.cooperative_id = $1 and s.kind = k.kind),
         (select min(from_at) from dividend_run where cooperative_id = $1)) as from_at
       from unnest($2::text[]) as k (kind)
     )
     select t.kind, span.from_at, sum(e.amount_minor) filter (where e.amount_minor > 0) as amount_minor,
       count(distinct coalesce(x.account_id, a.account_id))::int as payees
     from span join ledger_transaction t on t.kind = span.kind
       join ledger_entry e using (cooperative_id, transaction_id)
       left join transfer x on x.cooperative_id = $1 and x.transfer_id = t.source_id
       left join ledger_account a
         on a.cooperative_id = $1 and a.account_id = e.account_id and a.code = 'liabilities:member'
     where t.cooperative_id = $1 and t.posted_at >= span.from_at and t.posted_at < $3
     group by t.kind, span.from_at`,
    [cooperativeId, SHOWN_KINDS, until],
  );
  return rows.map((row) => ({
    kind: row.kind,
    from: row.from_at,
    amountMinor: BigInt(row.amount_minor),
    payees: row.payees,
  }));
}

export async function insertPeriodSums(
  tx: Tx,
  cooperativeId: string,
  sums: readonly PeriodSum[],
): Promise<void> {
  await tx.query(
    `insert into ledger_period_sum (cooperative_id, run_id, kind, from_at, amount_minor)
     select $1, * from unnest($2::text[], $3::text[], $4::timestamptz[], $5::bigint[])`,
    [
      cooperativeId,
      sums.map(({ runId }) => runId),
      sums.map(({ kind }) => kind),
      sums.map(({ from }) => from),
      sums.map(({ amountMinor }) => amountMinor.toString()),
    ],
  );
}

/** The sums of some periods, in the order of their kinds. */
export async function readPeriodSums(
  tx: Tx,
  cooperativeId: string,
  runIds: readonly string[],
): Promise<PeriodSum[]> {
  const rows = await tx.query<{ run_id: string; kind: TransactionKind; from_at: Date; amount_minor: string }>(
    `select run_id, kind, from_at, amount_minor from ledger_period_sum
     where cooperative_id = $1 and run_id = any($2) order by kind`,
    [cooperativeId, runIds],
  );
  return rows.map((row) => ({
    runId: row.run_id,
    kind: row.kind,
    from: row.from_at,
    amountMinor: BigInt(row.amount_minor),
  }));
}

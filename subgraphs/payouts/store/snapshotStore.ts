import type { Tx } from '../../kit/store/tx.js';
import type { Period } from '../domain/period.js';

/** What a period brought, from the ledger. */
export interface PeriodFigures {
  costsMinor: bigint;
  revenueMinor: bigint;
  /** What each licence brought; below zero where credits exceeded it. */
  byLicence: Map<string, bigint>;
}

export async function readFigures(
  tx: Tx,
  cooperativeId: string,
  period: Period,
  currency: string,
): Promise<PeriodFigures> {
  const rows = await tx.query<{ code: string; licence_id: string | null; debit_minor: string }>(
    `select code, licence_id, sum(amount_minor) as debit_minor
     from ledger_entry
       join ledger_transaction as t using (cooperative_id, transaction_id)
       join ledger_account as a using (cooperative_id, account_id)
     where cooperative_id = $1 and t.posted_at >= $2 and t.posted_at < $3 and t.kind <> 'PERIOD_CLOSED'
       and a.code in ('revenue:licences', 'expenses:costs') and a.currency = $4
     group by code, licence_id`,
    [cooperativeId, period.from, period.until, currency],
  );
  const figures: PeriodFigures = { costsMinor: 0n, revenueMinor: 0n, byLicence: new Map() };
  for (const row of rows) {
    const debitMinor = BigInt(row.debit_minor);
    if (row.code === 'expenses:costs') figures.costsMinor += debitMinor;
    else {
      figures.revenueMinor -= debitMinor;
      if (row.licence_id) figures.byLicence.set(row.licence_id, -debitMinor);
    }
  }
  return figures;
}

/** The first posting of a co-op; null while there is none. */
export async function firstPostedAt(tx: Tx, cooperativeId: string): Promise<Date | null> {
  const [row] = await tx.query<{ first: Date | null }>(
    'select min(posted_at) as first from ledger_transaction where cooperative_id = $1',
    [cooperativeId],
  );
  return row!.first;
}

/** What a member put in until now, and what they have staked. */
export interface MeasuredMember {
  memberId: string;
  quantity: bigint;
  stakeMinor: bigint;
}

interface MemberRow {
  member_id: string;
  quantity: string;
  stake: string;
}

/**
 * Who shares in a period: members admitted, suspended or on their way out when it is closed, with what they put
 * in until now. Who has left was settled with.
 *
 * @param rowsMax - rows of one member that weigh, of those that the compute worker counted.
 */
export async function measureMembers(
  tx: Tx,
  cooperativeId: string,
  rowsMax: number,
): Promise<MeasuredMember[]> {
  const rows = await tx.query<MemberRow>(
    `select s.member_id, least(coalesce(c.quantity, 0), $2) as quantity, coalesce(-b.debit_minor, 0) as stake
     from standing as s
       left join (select member_id, sum(counted_rows) as quantity from contribution
                  where cooperative_id = $1 group by member_id) as c using (member_id)
       left join ledger_account as a
         on a.cooperative_id = $1 and a.owner_id = s.member_id and a.code = 'liabilities:stake'
       left join account_balance as b on b.cooperative_id = $1 and b.account_id = a.account_id
     where s.cooperative_id = $1 and s.standing in ('ADMITTED', 'SUSPENDED', 'EXITING')
     order by s.member_id`,
    [cooperativeId, rowsMax],
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    quantity: BigInt(row.quantity),
    stakeMinor: BigInt(row.stake),
  }));
}

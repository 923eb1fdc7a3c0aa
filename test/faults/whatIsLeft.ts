import pg from 'pg';

/** What a dividend run has left in the database of payouts, looked at past all policies. */
export interface Left {
  runs: {
    state: string;
    revenue: bigint;
    costs: bigint;
    reserve: bigint;
    commons: bigint;
    reinvested: bigint;
    pool: bigint;
  }[];
  /** Sorted, each as often as they were given a dividend. */
  membersPaid: string[];
  dividedMinor: bigint;
  /** What was posted to members' balances and to the tax authority. */
  creditedMinor: bigint;
  poolBalanceMinor: bigint;
  unbalancedTransactions: number;
  dividendPostings: number;
  /** Entries of the run in the journal, by type. */
  journalled: Record<string, number>;
}

export async function whatIsLeft(ownerUrl: string): Promise<Left> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const rows = async <Row extends object>(sql: string): Promise<Row[]> => (await client.query<Row>(sql)).rows;
  const number = async (sql: string): Promise<bigint> => {
    const [row] = await rows<{ value: string | null }>(`select (${sql})::text as value`);
    return BigInt(row?.value ?? 0);
  };
  try {
    const runs = await rows<Record<string, string>>(
      `select case when closed_at is null then 'UNFINISHED' else 'CLOSED' end as state, revenue_minor::text as revenue,
         costs_minor::text as costs, reserve_minor::text as reserve, commons_minor::text as commons,
         reinvested_minor::text as reinvested, pool_minor::text as pool from dividend_run`,
    );
    const paid = await rows<{ owner_id: string }>(
      'select owner_id from dividend join ledger_account using (cooperative_id, account_id) order by owner_id',
    );
    const journal = await rows<{ type: string; count: string }>(
      `select type, count(*) from journal_entry
       where type in ('RunSnapshotted', 'RunAllocated', 'DividendCredited', 'RunPosted', 'PeriodClosed') group by type`,
    );
    const posted = (code: string): string =>
      `select sum(-amount_minor) from ledger_entry
       join ledger_transaction using (cooperative_id, transaction_id)
       join ledger_account using (cooperative_id, account_id)
       where ledger_transaction.kind = 'DIVIDEND_CREDITED' and code = '${code}'`;
    return {
      runs: runs.map(({ state, ...amounts }) => ({ state: state!, ...bigints(amounts) })) as Left['runs'],
      membersPaid: paid.map(({ owner_id: member }) => member),
      dividedMinor: await number('select sum(amount_minor) from dividend'),
      creditedMinor:
        (await number(posted('liabilities:member'))) + (await number(posted('liabilities:withholding-tax'))),
      poolBalanceMinor: await number(
        `select sum(debit_minor) from account_balance join ledger_account using (cooperative_id, account_id)
         where code = 'liabilities:pool'`,
      ),
      unbalancedTransactions: Number(
        await number(
          `select count(*) from (select from ledger_entry group by transaction_id having sum(amount_minor) <> 0) t`,
        ),
      ),
      dividendPostings: Number(
        await number(`select count(*) from ledger_transaction where kind = 'DIVIDEND_CREDITED'`),
      ),
      journalled: Object.fromEntries(journal.map(({ type, count }) => [type, Number(count)])),
    };
  } finally {
    await client.end();
  }
}

function bigints(amounts: Record<string, string>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, BigInt(value)]));
}

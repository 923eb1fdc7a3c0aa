import type { Tx } from '../../kit/store/tx.js';
import type { Movement } from '../domain/ageing.js';
import { HELD_ACCOUNTS } from '../domain/heldMoney.js';
import type { HeldAccount } from '../domain/heldMoney.js';

/**
 * What came to and went from the accounts in which money waits, a day at a time, before an instant. What stands in
 * balances of people who were erased is unclaimed like the rest.
 */
export async function readMovements(
  tx: Tx,
  cooperativeId: string,
  until: Date,
): Promise<Map<HeldAccount, Movement[]>> {
  const rows = await tx.query<{ code: HeldAccount; at: Date; amount_minor: string }>(
    `select case when a.code = 'liabilities:member' then 'liabilities:unclaimed' else a.code end as code,
       date_trunc('day', t.posted_at, 'UTC') as at, -sum(e.amount_minor) as amount_minor
     from ledger_account a join ledger_entry e using (cooperative_id, account_id)
       join ledger_transaction t using (cooperative_id, transaction_id)
     where a.cooperative_id = $1 and t.posted_at < $3
       and (a.code = any($2) or (a.code = 'liabilities:member' and a.owner_id is null))
     group by 1, 2 having sum(e.amount_minor) <> 0 order by 1, 2`,
    [cooperativeId, HELD_ACCOUNTS, until],
  );
  const movements = new Map<HeldAccount, Movement[]>();
  for (const { code, at, amount_minor: amount } of rows) {
    movements.set(code, [...(movements.get(code) ?? []), { at, amountMinor: BigInt(amount) }]);
  }
  return movements;
}

/** How many people's money was unclaimed at an instant. */
export async function countUnclaimed(tx: Tx, cooperativeId: string, at: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select (select count(distinct account_id)::int from unclaimed
             where cooperative_id = $1 and since < $2 and (ended_at is null or ended_at >= $2))
          + (select count(*)::int from ledger_account join account_balance using (cooperative_id, account_id)
             where cooperative_id = $1 and code = 'liabilities:member' and owner_id is null
               and debit_minor <> 0) as count`,
    [cooperativeId, at],
  );
  return row!.count;
}

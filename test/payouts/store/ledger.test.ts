import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { Tx } from '../../../subgraphs/kit/store/tx.js';
import { CHART } from '../../../subgraphs/payouts/domain/chart.js';
import type { AccountCode } from '../../../subgraphs/payouts/domain/chart.js';
import type { Leg, Posting } from '../../../subgraphs/payouts/domain/posting.js';
import { post } from '../../../subgraphs/payouts/store/ledger.js';
import { openBareLedger } from '../support/bareLedger.js';
import type { BareLedger } from '../support/bareLedger.js';

const OWNERS = ['mem_a', 'mem_b'];
const REFERENCES = (Object.keys(CHART) as AccountCode[]).flatMap((code) =>
  CHART[code].owner === 'COOPERATIVE' ? [{ code }] : OWNERS.map((ownerId) => ({ code, ownerId })),
);
const nameOf = ({ code, ownerId }: { code: string; ownerId?: string }) => `${code} ${ownerId ?? ''}`;
const MAY_NOT = REFERENCES.filter(({ code }) => !CHART[code].mayOverdraw).map(nameOf);

/** A transaction of some legs, the last of which balances it. */
const postings = fc
  .array(fc.tuple(fc.constantFrom(...REFERENCES), fc.bigInt(-1000n, 1000n)), { minLength: 1, maxLength: 4 })
  .chain((legs) => fc.tuple(fc.constant(legs), fc.constantFrom(...REFERENCES)))
  .map(([legs, last]): Leg[] => {
    const rest = -legs.reduce((sum, [, amount]) => sum + amount, 0n);
    return [...legs, [last, rest] as const]
      .map(([account, amountMinor]) => ({ account, amountMinor }))
      .filter((leg) => leg.amountMinor !== 0n);
  })
  .filter((legs) => legs.length > 1);

describe('the ledger', () => {
  let ledger: BareLedger;
  beforeAll(async () => {
    ledger = await openBareLedger();
  });
  afterAll(() => ledger.stop());

  const write = (cooperative: string, legs: Leg[], more: Partial<Posting> = {}) =>
    ledger.store.transaction({ cooperative }, (tx) =>
      post(tx, cooperative, { kind: 'STAKED', sourceId: newId('stk'), currency: 'USD', legs, ...more }),
    );
  const balances = async (cooperative: string) => {
    const { rows } = await ledger.owner.query<{ code: string; owner_id: string | null; debit_minor: string }>(
      `select code, owner_id, debit_minor from ledger_account join account_balance using (cooperative_id, account_id)
       where cooperative_id = $1 and debit_minor <> 0`,
      [cooperative],
    );
    return new Map(
      rows.map((row) => [nameOf({ ...row, ownerId: row.owner_id ?? undefined }), BigInt(row.debit_minor)]),
    );
  };

  it('agrees with a model after any operations, and refuses just what the model refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(postings, { maxLength: 12 }), async (operations) => {
        const { id } = await ledger.cooperative();
        const model = new Map<string, bigint>();
        for (const legs of operations) {
          const next = applied(model, legs);
          const outcome = await write(id, legs).then(
            () => 'written',
            (error: Error) => error.message,
          );
          expect(outcome).toMatch(next ? /^written$/ : /would be overdrawn/);
          for (const [name, value] of next ?? []) model.set(name, value);
        }
        const held = new Map([...model].filter(([, balance]) => balance !== 0n));
        expect(await balances(id)).toEqual(held);
        const [{ sum }] = (
          await ledger.owner.query(
            'select coalesce(sum(amount_minor), 0) as sum from ledger_entry where cooperative_id = $1',
            [id],
          )
        ).rows as [{ sum: string }];
        expect(sum).toBe('0');
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  /** Plain sums. Entries to one account are taken in the order of the legs, and none may overdraw it on the way. */
  function applied(
    model: ReadonlyMap<string, bigint>,
    legs: readonly Leg[],
  ): Map<string, bigint> | undefined {
    const next = new Map<string, bigint>();
    for (const { account, amountMinor } of legs) {
      const name = nameOf(account);
      const balance = (next.get(name) ?? model.get(name) ?? 0n) + amountMinor;
      if (MAY_NOT.includes(name) && amountMinor > 0n && balance > 0n) return undefined;
      next.set(name, balance);
    }
    return next;
  }

  const raw = (
    cooperative: string,
    work: (tx: Tx, account: string, transaction: string) => Promise<unknown>,
  ) =>
    ledger.store.transaction({ cooperative }, async (tx) => {
      const [row] = await tx.query<{ account_id: string }>(
        `select account_id from ledger_account where code = 'assets:settlement'`,
      );
      const transaction = newId('ltx');
      await tx.query(
        `insert into ledger_transaction (cooperative_id, transaction_id, kind, source_id, posted_at) values ($1, $2, 'X', $2, $3)`,
        [cooperative, transaction, tx.now],
      );
      await work(tx, row!.account_id, transaction);
    });
  const entry = (
    tx: Tx,
    cooperative: string,
    transaction: string,
    account: string,
    amount: string,
    currency = 'USD',
  ) =>
    tx.query(
      `insert into ledger_entry (cooperative_id, entry_id, transaction_id, account_id, amount_minor, currency) values ($1, $2, $3, $4, $5, $6)`,
      [cooperative, newId('len'), transaction, account, amount, currency],
    );

  describe('refuses at commit, whatever the code above it does,', () => {
    let id: string;
    beforeAll(async () => {
      ({ id } = await ledger.cooperative());
      await write(id, [
        { account: { code: 'assets:settlement' }, amountMinor: 9n },
        { account: { code: 'funds:reserve' }, amountMinor: -9n },
      ]);
    });

    it('a transaction that does not balance', async () => {
      const done = raw(id, async (tx, account, transaction) => {
        await entry(tx, id, transaction, account, '5');
        await entry(tx, id, transaction, account, '-4');
      });
      await expect(done).rejects.toThrow(/out of balance in USD/);
    });

    it('a transaction without entries, or with one', async () => {
      await expect(raw(id, () => Promise.resolve())).rejects.toThrow(/has 0 entries/);
      await expect(
        raw(id, (tx, account, transaction) => entry(tx, id, transaction, account, '5')),
      ).rejects.toThrow(/has 1 entries/);
    });

    it('the same, when the transaction has moved on to another co-op', async () => {
      const done = raw(id, async (tx, account, transaction) => {
        await entry(tx, id, transaction, account, '5');
        await entry(tx, id, transaction, account, '-4');
        await tx.enter({ cooperative: newId('coop') });
      });
      await expect(done).rejects.toThrow(/out of balance/);
    });

    it('an entry added later to a transaction that balanced', async () => {
      const [row] = (
        await ledger.owner.query('select transaction_id from ledger_transaction where cooperative_id = $1', [
          id,
        ])
      ).rows;
      const done = raw(id, (tx, account) =>
        entry(tx, id, (row as { transaction_id: string }).transaction_id, account, '5'),
      );
      await expect(done).rejects.toThrow(/ledger transaction/);
    });

    it('an entry in another currency than its account', async () => {
      const done = raw(id, (tx, account, transaction) => entry(tx, id, transaction, account, '5', 'EUR'));
      await expect(done).rejects.toThrow(/foreign key/);
    });

    it('an entry of nothing', async () => {
      await expect(
        raw(id, (tx, account, transaction) => entry(tx, id, transaction, account, '0')),
      ).rejects.toThrow(/check constraint/);
    });

    it('an event that was posted before', async () => {
      const legs = [
        { account: { code: 'assets:settlement' } as const, amountMinor: 1n },
        { account: { code: 'funds:commons' } as const, amountMinor: -1n },
      ];
      await write(id, legs, { sourceId: 'once' });
      await expect(write(id, legs, { sourceId: 'once' })).rejects.toThrow(/unique constraint/);
    });
  });

  it('dates a posting that was begun before a close, and is written after, into the next period', async () => {
    const { id } = await ledger.cooperative();
    const legs: Leg[] = [
      { account: { code: 'assets:settlement' }, amountMinor: 9n },
      { account: { code: 'revenue:licences' }, amountMinor: -9n },
    ];
    const until = new Date(Date.now() + 60_000);
    await ledger.owner.query('update book set closed_until = $2 where cooperative_id = $1', [id, until]);
    await write(id, legs);
    const { rows } = await ledger.owner.query<{ posted_at: Date }>(
      'select posted_at from ledger_transaction where cooperative_id = $1',
      [id],
    );
    expect(rows[0]!.posted_at).toEqual(until);
  });

  it('takes postings of many at once without losing any', async () => {
    const { id } = await ledger.cooperative();
    const member = { code: 'liabilities:member', ownerId: 'mem_a' } as const;
    await write(id, [
      { account: { code: 'assets:settlement' }, amountMinor: 10n },
      { account: member, amountMinor: -10n },
    ]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        write(id, [
          { account: { code: 'assets:settlement' }, amountMinor: -1n },
          { account: member, amountMinor: 1n },
        ]),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await balances(id)).toEqual(new Map());
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { withdrawalOf } from '../../support/orders.js';
import { PayoutsWorld } from '../support/payoutsWorld.js';
import type { TestBuyer, TestCooperative, TestMember } from '../support/payoutsWorld.js';

const TABLES = [
  'account_balance',
  'account_claim',
  'book',
  'buyer_account',
  'contribution',
  'cost',
  'credit_note',
  'dividend',
  'dividend_line',
  'dividend_run',
  'invoice',
  'ledger_account',
  'ledger_entry',
  'ledger_period_sum',
  'ledger_transaction',
  'licence',
  'licence_earning',
  'member_exit',
  'payout_destination',
  'prepayment_withdrawal',
  'rail_event',
  'recovery_hold',
  'revenue_policy',
  'run_column',
  'run_licence',
  'run_member',
  'run_use',
  'stake_lock',
  'transfer',
  'unclaimed',
  'usage',
];
const NAMED_READERS: Record<string, string[]> = {
  transfer: ['reconciler'],
  unclaimed: ['forfeiter'],
  dividend_run: ['runner'],
  payout_destination: ['sessions'],
};

describe('the rows of a co-op', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  let member: TestMember;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
    coop = await world.cooperative({ basis: 'USAGE' }, 'HOLD');
    member = await world.member(coop.id, 'A member');
    await everyKindOfRow();
  });
  afterAll(() => world.stop());

  async function everyKindOfRow(): Promise<void> {
    const { licence, invoice } = await world.earned(coop.id, buyer, 1_000n);
    const uses = [{ memberId: member.memberId, records: 3, qualityBp: 9_000 }];
    const about = { licence, dataset: newId('dst') };
    await world.service.tell('data', coop.id, 'UsageMetered', { ...about, job: newId('job'), uses });
    const stored = { contribution: newId('ctb'), memberId: member.memberId, recordCount: 3 };
    await world.service.tell('data', coop.id, 'ContributionStored', stored);
    const steward = (field: string, input: object) =>
      world.ask(
        coop.steward,
        `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { id } }`,
        {
          input: { ...input, idempotencyKey: randomUUID() },
        },
      );
    await steward('recordCost', {
      cooperative: coop.id,
      description: 'x',
      amountMinor: '1',
      currency: 'USD',
      receiptDigest: 'ab'.repeat(32),
    });
    await world.closed(coop);
    await world.ask(member, 'mutation ($input: StakeInput!) { stake(input: $input) { id } }', {
      input: { cooperative: coop.id, amountMinor: '5', idempotencyKey: 'k' },
    });
    // A new destination cools off, and is kept meanwhile.
    await world.ask(
      member,
      'mutation ($input: WithdrawBalanceInput!) { withdrawBalance(input: $input) { id } }',
      {
        input: withdrawalOf(member, {
          cooperative: coop.id,
          idempotencyKey: randomUUID(),
          destination: 'acct_new',
        }),
      },
    );
    // What comes back to somebody who was erased; here nobody is.
    await world.service.sql(
      `insert into unclaimed (cooperative_id, unclaimed_id, account_id, amount_minor, currency, since)
       select $1, $2, account_id, 1, 'USD', now() from ledger_account
       where cooperative_id = $1 and owner_id = $3 and code = 'liabilities:member'`,
      [coop.id, newId('ucl'), member.memberId],
    );
    await world.service.sql(
      `insert into recovery_hold (cooperative_id, member_id, recovery_id, until) values ($1, $2, 'rcv_1', now())`,
      [coop.id, member.memberId],
    );
    await steward('issueCreditNote', { invoice, amountMinor: '10', reason: 'x' });
    await world.ask(
      buyer,
      'mutation ($input: WithdrawPrepaymentInput!) { withdrawPrepayment(input: $input) { dueAt } }',
      { input: { cooperative: coop.id, idempotencyKey: randomUUID() } },
    );
    await world.standing(coop.id, member, 'EXITING', 'MemberExiting');
  }

  const seen = (scope: Record<string, string>, table: string) =>
    world.service.service.store.transaction(scope, (tx) => tx.query(`select * from ${table}`));

  it('stand in tables that this test knows', async () => {
    const kits = ['journal_entry', 'log_checkpoint', 'log_head', 'log_node', 'standing', 'entity_home'];
    const tables = await world.service.sql<{ name: string; secured: boolean }>(
      `select table_name as name, c.relrowsecurity and c.relforcerowsecurity as secured
       from information_schema.columns join pg_class as c on c.oid = table_name::regclass
       where table_schema = 'public' and column_name = 'cooperative_id' order by 1`,
    );
    const ours = tables.filter(({ name }) => !kits.includes(name));
    expect(ours.map(({ name }) => name)).toEqual(TABLES);
    expect(ours.every(({ secured }) => secured)).toBe(true);
  });

  it.each(TABLES)('of %s are seen in its own transactions alone', async (table) => {
    expect((await seen({ cooperative: coop.id }, table)).length).toBeGreaterThan(0);
    expect(await seen({}, table)).toEqual([]);
    expect(await seen({ cooperative: newId('coop') }, table)).toEqual([]);
    expect(await seen({ viewer: member.did }, table)).toEqual([]);
    expect(await seen({ organization: newId('org') }, table)).toEqual([]);
    for (const reader of ['reconciler', 'runner', 'feed', 'catalogue']) {
      if (!NAMED_READERS[table]?.includes(reader)) expect(await seen({ reader }, table)).toEqual([]);
    }
  });

  it('are seen by the buyer whom they concern, over all co-ops', async () => {
    const other = await world.cooperative();
    await world.invoiced(other.id, buyer, 5n);
    expect(await seen({ organization: buyer.organizationId }, 'invoice')).toHaveLength(2);
    expect(await seen({ organization: buyer.organizationId }, 'credit_note')).toHaveLength(1);
  });

  it('are seen by the reconciler while a transfer is undecided, and by the runner while a run is', async () => {
    expect(await seen({ reader: 'runner' }, 'dividend_run')).toEqual([]);
    const { invoice } = await world.invoiced(coop.id, buyer, 70n);
    await world.pay(buyer, invoice, 'sandbox:silent');
    expect((await seen({ reader: 'reconciler' }, 'transfer')).length).toBeGreaterThan(0);
    await world.untilState(invoice, 'PAID');
  });

  it('cannot be written into another co-op', async () => {
    const { store } = world.service.service;
    const write = store.transaction({ cooperative: newId('coop') }, (tx) =>
      tx.query(
        `insert into contribution (cooperative_id, contribution_id, member_id, record_count) values ($1, 'c', 'm', 1)`,
        [coop.id],
      ),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  });

  const forbidden: Record<string, string> = {
    'an entry cannot be changed': 'update ledger_entry set amount_minor = 1',
    'an entry cannot be deleted': 'delete from ledger_entry',
    'a transaction cannot be redated': 'update ledger_transaction set posted_at = now()',
    'a transaction cannot be deleted': 'delete from ledger_transaction',
    'a balance cannot be set': 'update account_balance set debit_minor = 0',
    'a balance cannot be made up': `insert into account_balance values ('c', 'a', 1)`,
    'an account cannot be allowed to be overdrawn': 'update ledger_account set may_overdraw = true',
    'the amount of an invoice cannot be changed': 'update invoice set amount_minor = 1',
    'a transfer cannot be sent elsewhere': `update transfer set method = 'x'`,
    'a dividend cannot be changed': 'update dividend set amount_minor = 1',
    'the figures of a run cannot be changed': 'update dividend_run set pool_minor = 1',
    'a snapshot cannot be given other weights': 'update run_member set weight = 1',
    'a policy cannot be rewritten': 'update revenue_policy set reserve_bp = 0',
    'the ledger cannot be emptied': 'truncate ledger_entry',
  };
  it.each(Object.entries(forbidden))('are held by the rights of the service’s role: %s', async (_, sql) => {
    const done = world.service.service.store.transaction({ cooperative: coop.id }, (tx) => tx.query(sql));
    await expect(done).rejects.toThrow(/permission denied/);
  });
});

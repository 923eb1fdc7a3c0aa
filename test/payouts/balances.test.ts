import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PLATFORM } from '../../subgraphs/kit/store/scope.js';
import { withdrawalOf } from '../support/orders.js';
import { person } from '../support/people.js';
import { checkPayslip } from '../../wallet/credentials/payslip.js';
import type { PayslipProof } from '../../wallet/credentials/payslip.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import { railVoice } from './support/railVoice.js';
import type { RailSays } from './support/railVoice.js';
import type { TestBuyer, TestCooperative, TestMember } from './support/payoutsWorld.js';

describe("a member's balance", () => {
  let world: PayoutsWorld;
  let buyer: TestBuyer;
  let railSays: RailSays;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    buyer = await world.buyer('A buyer');
    railSays = railVoice(world);
  });
  afterAll(() => world.stop());

  /** A co-op in which a member and the steward each hold 400. */
  async function dealt(
    policy: Parameters<PayoutsWorld['cooperative']>[0] = {},
    exit: 'PAY' | 'HOLD' = 'PAY',
  ): Promise<{ coop: TestCooperative; member: TestMember; run: string }> {
    const coop = await world.cooperative(policy, exit);
    const member = await world.member(coop.id, 'A member');
    await world.earned(coop.id, buyer, 1_000n);
    const run = await world.closed(coop);
    return { coop, member, run };
  }

  const stranger = person('a stranger');
  const withdraw = (who: Person | undefined, cooperative: string, more: object = {}) =>
    world.ask(
      who,
      'mutation ($input: WithdrawBalanceInput!) { withdrawBalance(input: $input) { id state amount { amountMinor } failure } }',
      { input: withdrawalOf(who ?? stranger, { cooperative, idempotencyKey: randomUUID(), ...more }) },
    );
  const moveStake = (
    name: 'stake' | 'unstake',
    who: Person,
    cooperative: string,
    amountMinor: string,
    more: object = {},
  ) =>
    world.ask(
      who,
      `mutation ($input: StakeInput!) { ${name}(input: $input) { id balance { amountMinor } stake { amountMinor } } }`,
      {
        input: { cooperative, amountMinor, idempotencyKey: randomUUID(), ...more },
      },
    );
  const payouts = async (member: TestMember) =>
    (await world.own(member, 'payouts { nodes { id state failure amount { amountMinor } } }')).data
      ._entities[0].payouts.nodes as { id: string; state: string; failure: string | null }[];
  const untilPayout = (member: TestMember, state: string) =>
    until(async () => (await payouts(member))[0]?.state === state, `the payout to be ${state}`);

  describe('is withdrawn', () => {
    it('whole by default, and leaves the settlement account when it arrives', async () => {
      const { coop, member } = await dealt();
      const answer = await withdraw(member, coop.id);
      expect(answer.data.withdrawBalance).toMatchObject({
        state: 'REQUESTED',
        amount: { amountMinor: '400' },
      });
      expect(await world.balanceOf(member)).toBe(0n);
      await untilPayout(member, 'SETTLED');
      expect(await world.balances(coop.id)).toMatchObject({
        'assets:settlement': 600n,
        'liabilities:member': -400n,
      });
    });

    it('in part', async () => {
      const { coop, member } = await dealt();
      await withdraw(member, coop.id, { amountMinor: '150' });
      expect(await world.balanceOf(member)).toBe(250n);
    });

    describe('to a destination that is new to the member', () => {
      const toNew = { destination: 'acct_new' };
      const lastAdded = async () => (await world.service.journal('PayoutDestinationAdded')).at(-1)!;

      it('when it has cooled off, and until then not at all', async () => {
        const { coop, member } = await dealt();
        const input = { ...toNew, idempotencyKey: randomUUID() };
        const refused = await withdraw(member, coop.id, input);
        expect(refused.codes).toEqual(['DESTINATION_COOLING']);
        const { usableAt } = refused.errors![0]!.extensions as { usableAt: string };
        expect((await lastAdded()).values).toEqual({ memberId: member.memberId, usableAt });
        const waitMs = new Date(usableAt).getTime() - Date.now();
        expect(Math.round(waitMs / 3_600_000)).toBe(72);
        expect((await withdraw(member, coop.id, input)).codes).toEqual(['DESTINATION_COOLING']);
        expect(await world.balanceOf(member)).toBe(400n);
        // The account on file goes on to be paid to.
        expect((await withdraw(member, coop.id, { amountMinor: '100' })).codes).toEqual([]);
        await world.service.sql('update payout_destination set usable_at = now() where member_id = $1', [
          member.memberId,
        ]);
        expect((await withdraw(member, coop.id, input)).codes).toEqual([]);
        expect(await world.balanceOf(member)).toBe(0n);
        expect((await withdraw(member, coop.id, input)).codes).toEqual([]);
      });

      it('of each member by themselves, told once however often it is named', async () => {
        const { coop, member } = await dealt();
        const other = await world.member(coop.id, 'Another member');
        const before = (await world.service.journal('PayoutDestinationAdded')).length;
        const asked = [member, member, other].map((who) => withdraw(who, coop.id, toNew));
        for (const { codes } of await Promise.all(asked)) expect(codes).toEqual(['DESTINATION_COOLING']);
        expect(await world.service.journal('PayoutDestinationAdded')).toHaveLength(before + 2);
        const kept = await world.service.sql('select * from payout_destination');
        expect(JSON.stringify(kept)).not.toContain('acct_new');
      });

      it('of which there are so many at most in a month', async () => {
        const { coop, member } = await dealt();
        for (let named = 0; named < 20; named++) {
          const { codes } = await withdraw(member, coop.id, { destination: `acct_${named}` });
          expect(codes).toEqual(['DESTINATION_COOLING']);
        }
        expect((await withdraw(member, coop.id, toNew)).codes).toEqual(['DESTINATIONS_TOO_MANY']);
        expect((await withdraw(member, coop.id)).codes).toEqual([]);
        // What was named long ago leaves room for another.
        await world.service.sql(
          `update payout_destination set usable_at = now() - interval '31 days' where member_id = $1`,
          [member.memberId],
        );
        expect((await withdraw(member, coop.id, toNew)).codes).toEqual(['DESTINATION_COOLING']);
      });
    });

    describe('to a destination that its owner can take back', () => {
      const named = async (member: TestMember) =>
        (await world.own(member, 'payoutDestinations { nodes { digest usableAt } }')).data._entities[0]
          .payoutDestinations.nodes as { digest: string; usableAt: string }[];
      const remove = (who: Person | undefined, cooperative: string, digest: string, more: object = {}) =>
        world.ask(
          who,
          `mutation ($input: RemovePayoutDestinationInput!) { removePayoutDestination(input: $input) { id } }`,
          { input: { cooperative, digest, idempotencyKey: randomUUID(), ...more } },
        );
      const letCoolOff = (member: TestMember) =>
        world.service.sql('update payout_destination set usable_at = now() where member_id = $1', [
          member.memberId,
        ]);
      const toThief = { destination: 'acct_thief' };

      it('whether or not it has cooled off, and that cools off anew when it is named again', async () => {
        const { coop, member } = await dealt();
        await withdraw(member, coop.id, toThief);
        await letCoolOff(member);
        const { digest } = (await named(member))[0]!;
        const token = `${member.memberId}\nacct_thief`;
        expect(digest).toBe(createHash('sha256').update(token).digest('hex'));
        expect((await remove(member, coop.id, digest)).data.removePayoutDestination).toEqual({
          id: member.memberId,
        });
        const told = (await world.service.journal('PayoutDestinationRemoved')).at(-1)!;
        expect(told.values).toEqual({ memberId: member.memberId, by: 'MEMBER' });
        expect(await named(member)).toEqual([]);
        expect((await withdraw(member, coop.id, toThief)).codes).toEqual(['DESTINATION_COOLING']);
        expect(await world.balanceOf(member)).toBe(400n);
      });

      it('while a payout to it stays what it was for whoever asks again by its key', async () => {
        const { coop, member } = await dealt();
        await withdraw(member, coop.id, toThief);
        await letCoolOff(member);
        const input = { ...toThief, amountMinor: '100', idempotencyKey: randomUUID() };
        const first = await withdraw(member, coop.id, input);
        const { digest } = (await named(member))[0]!;
        await remove(member, coop.id, digest);
        const again = await withdraw(member, coop.id, input);
        expect([again.codes, again.data.withdrawBalance.id]).toEqual([[], first.data.withdrawBalance.id]);
        expect((await withdraw(member, coop.id, { ...input, amountMinor: '101' })).codes).toEqual([
          'IDEMPOTENCY_KEY_REUSED',
        ]);
        expect(await named(member)).toEqual([]);
      });

      it('but that nobody else takes back, and not one that is not there', async () => {
        const { coop, member } = await dealt();
        await withdraw(member, coop.id, toThief);
        const { digest } = (await named(member))[0]!;
        const none = digest.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
        expect((await remove(undefined, coop.id, digest)).codes).toEqual(['UNAUTHENTICATED']);
        expect((await remove(buyer, coop.id, digest)).codes).toEqual(['FORBIDDEN']);
        expect((await remove(coop.steward, coop.id, digest)).codes).toEqual(['NOT_FOUND']);
        expect((await remove(member, coop.id, none)).codes).toEqual(['NOT_FOUND']);
        expect((await remove(member, coop.id, 'acct_thief')).codes).toEqual(['BAD_USER_INPUT']);
        const idempotencyKey = randomUUID();
        expect((await remove(member, coop.id, digest, { idempotencyKey })).codes).toEqual([]);
        expect((await remove(member, coop.id, digest, { idempotencyKey })).codes).toEqual([]);
        expect((await remove(member, coop.id, none, { idempotencyKey })).codes).toEqual([
          'IDEMPOTENCY_KEY_REUSED',
        ]);
        expect((await world.own(coop.steward, 'payoutDestinations { nodes { digest } }')).codes).toEqual([]);
      });

      it('and that they find page by page, whatever a cursor holds', async () => {
        const { coop, member } = await dealt();
        for (const destination of ['acct_a', 'acct_b', 'acct_c'])
          await withdraw(member, coop.id, { destination });
        const page = async (after: string | null) => {
          const place = after === null ? '' : `, after: ${JSON.stringify(after)}`;
          const fields = `payoutDestinations(first: 1${place}) { nodes { digest } pageInfo { endCursor hasNextPage } }`;
          return (await world.own(member, fields)).data._entities[0].payoutDestinations;
        };
        const digests: string[] = [];
        let after: string | null = null;
        do {
          const { nodes, pageInfo } = await page(after);
          digests.push(...nodes.map(({ digest }: { digest: string }) => digest));
          after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
        } while (after !== null && digests.length < 9);
        expect(digests).toEqual((await named(member)).map(({ digest }) => digest));
        expect(digests).toHaveLength(3);
        const foreign = Buffer.from(JSON.stringify(['zz'])).toString('base64url');
        const fields = `payoutDestinations(after: "${foreign}") { nodes { digest } }`;
        const { codes } = await world.own(member, fields);
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
      });

      it('only when no payout to it is being made', async () => {
        const { coop, member } = await dealt();
        await withdraw(member, coop.id, toThief);
        const { digest } = (await named(member))[0]!;
        // As a payout does from when it finds the destination usable.
        const paying = world.service
          .sql(`select pg_advisory_xact_lock(hashtextextended($1, 0)), pg_sleep(0.5)`, [
            `destinations\n${member.memberId}`,
          ])
          .then(() => 'paid');
        await until(async () => {
          const held = `select from pg_locks where locktype = 'advisory' and granted
            and database = (select oid from pg_database where datname = current_database())
            and pid in (select pid from pg_stat_activity where query like '%pg_sleep(0.5)%' and pid <> pg_backend_pid())`;
          return (await world.service.sql(held)).length > 0;
        }, 'the lock');
        const removed = remove(member, coop.id, digest);
        expect(await Promise.race([paying, removed.then(() => 'removed')])).toBe('paid');
        expect((await removed).codes).toEqual([]);
      });

      it('by ending the sessions that named it, as long as it cools off', async () => {
        const { coop, member } = await dealt();
        await withdraw(member, coop.id, { destination: 'acct_own' });
        await letCoolOff(member);
        const own = await named(member);
        await withdraw(member, coop.id, toThief);
        await world.service.tell('membership', PLATFORM, 'SessionsEnded', { disowned: ['ses_other'] });
        await world.service.tell('membership', PLATFORM, 'SessionsEnded', {});
        expect(await named(member)).toHaveLength(2);
        // As every passport of this test has it.
        await world.service.tell('membership', PLATFORM, 'SessionsEnded', { disowned: ['ses_test'] });
        expect(await named(member)).toEqual(own);
        const told = (await world.service.journal('PayoutDestinationRemoved')).map(({ values }) => values);
        expect(told).toContainEqual({ memberId: member.memberId, by: 'SESSION_END' });
      });
    });

    it('and comes back when the payout fails', async () => {
      const { coop, member } = await dealt();
      await withdraw(member, coop.id, { destination: 'sandbox:fail' });
      await untilPayout(member, 'FAILED');
      expect((await payouts(member))[0]!.failure).toBe('The sandbox was asked to fail.');
      expect(await world.balanceOf(member)).toBe(400n);
    });

    it('and comes back when the payout settles and is returned, in whichever order that is heard', async () => {
      const { coop, member } = await dealt();
      await withdraw(member, coop.id, { destination: 'sandbox:return' });
      await untilPayout(member, 'FAILED');
      await until(
        async () => (await world.balances(coop.id))['assets:settlement'] === 1_000n,
        'the money to be back',
      );
      expect(await world.balanceOf(member)).toBe(400n);
      expect((await world.balances(coop.id))['liabilities:in-transit']).toBeUndefined();
    });

    it('once by one key, and never beyond what is there, however many ask at once', async () => {
      const { coop, member } = await dealt();
      const same = await Promise.all(
        [1, 2].map(() => withdraw(member, coop.id, { amountMinor: '100', idempotencyKey: 'k' })),
      );
      expect(same[0]!.data.withdrawBalance.id).toBe(same[1]!.data.withdrawBalance.id);
      expect(await world.balanceOf(member)).toBe(300n);
      const many = await Promise.all(
        [1, 2, 3, 4].map(() => withdraw(member, coop.id, { amountMinor: '200' })),
      );
      expect(many.flatMap(({ codes }) => codes)).toEqual(Array(3).fill('BALANCE_TOO_LOW'));
      expect(await world.balanceOf(member)).toBe(100n);
    });

    it('only above the minimum of the charter, which a member who has left need not reach', async () => {
      const { coop, member } = await dealt({ minimumPayoutMinor: '500' }, 'HOLD');
      expect((await withdraw(member, coop.id)).codes).toEqual(['BELOW_MINIMUM_PAYOUT']);
      await world.standing(coop.id, member, 'EXITED', 'MemberExited');
      expect((await withdraw(member, coop.id)).codes).toEqual([]);
    });

    it.each([
      { name: 'nothing', more: { amountMinor: '0' }, code: 'BAD_USER_INPUT' },
      { name: 'less than nothing', more: { amountMinor: '-1' }, code: 'BAD_USER_INPUT' },
      { name: 'more than there is', more: { amountMinor: '401' }, code: 'BALANCE_TOO_LOW' },
      {
        name: 'more than an amount can be',
        more: { amountMinor: '1'.padEnd(25, '0') },
        code: 'BAD_USER_INPUT',
      },
      { name: 'to nowhere', more: { destination: '' }, code: 'BAD_USER_INPUT' },
    ])('but not $name', async ({ more, code }) => {
      const { coop, member } = await dealt();
      expect((await withdraw(member, coop.id, more)).codes).toEqual([code]);
      expect(await world.balanceOf(member)).toBe(400n);
    });

    it('on the signature of its owner over how much and where to, which pays once', async () => {
      const { coop, member } = await dealt();
      const send = (input: object) =>
        world.ask(
          member,
          'mutation ($input: WithdrawBalanceInput!) { withdrawBalance(input: $input) { id } }',
          { input },
        );
      const asked = {
        cooperative: coop.id,
        amountMinor: '100',
        destination: 'default',
        idempotencyKey: 'mine',
      };
      const input = withdrawalOf(member, asked);
      const { signature } = input;
      const sign = (more: object, by: Person = member) => withdrawalOf(by, { ...asked, ...more }).signature;
      const forged = {
        'no signature': { ...asked, signature: '' },
        'one for less': { ...input, amountMinor: '101' },
        'one for so much and not for all': { ...input, amountMinor: null },
        'one for elsewhere': { ...input, destination: 'acct_thief' },
        'one for another time': { ...input, idempotencyKey: 'again' },
        'one for another co-op': { ...input, signature: sign({ cooperative: 'coop_other' }) },
        'one of another': { ...input, signature: sign({}, coop.steward) },
        'one of another by their own key': withdrawalOf(coop.steward, asked),
        'one over nothing': { ...input, signature: member.sign({}) },
      };
      for (const [name, given] of Object.entries(forged)) {
        expect([name, (await send(given)).codes]).toEqual([name, ['SIGNATURE_INVALID']]);
      }
      // Nobody has named a destination either.
      expect(
        await world.service.sql('select * from payout_destination where member_id = $1', [member.memberId]),
      ).toEqual([]);
      expect(await world.balanceOf(member)).toBe(400n);
      expect((await send(input)).codes).toEqual([]);
      expect((await send(input)).codes).toEqual([]);
      expect(await world.balanceOf(member)).toBe(300n);
      // A month later the key is forgotten, and the signature is not.
      await world.service.sql('delete from idempotency_record where actor = $1', [member.did]);
      expect((await send({ ...input, signature })).codes).toEqual(['SIGNATURE_SPENT']);
      expect(await world.balanceOf(member)).toBe(300n);
    });

    it('by its owner alone', async () => {
      const { coop } = await dealt();
      expect((await withdraw(undefined, coop.id)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await withdraw(buyer, coop.id)).codes).toEqual(['FORBIDDEN']);
      expect((await withdraw((await world.cooperative()).steward, coop.id)).codes).toEqual(['FORBIDDEN']);
      const fresh = await world.member(coop.id, 'new');
      expect((await withdraw(fresh, coop.id)).codes).toEqual(['BALANCE_TOO_LOW']);
    });
  });

  describe('is staked', () => {
    it('and is locked, until the lock has passed', async () => {
      const { coop, member } = await dealt();
      const answer = await moveStake('stake', member, coop.id, '300');
      expect(answer.data.stake).toMatchObject({
        balance: { amountMinor: '100' },
        stake: { amountMinor: '300' },
      });
      expect((await withdraw(member, coop.id, { amountMinor: '101' })).codes).toEqual(['BALANCE_TOO_LOW']);
      expect((await moveStake('unstake', member, coop.id, '300')).codes).toEqual(['STAKE_LOCKED']);
      await world.service.setClock(30 * 86_400 + 60);
      expect((await moveStake('unstake', member, coop.id, '301')).codes).toEqual(['BALANCE_TOO_LOW']);
      expect((await moveStake('unstake', member, coop.id, '300')).data.unstake).toMatchObject({
        balance: { amountMinor: '400' },
      });
      await world.service.setClock(0);
    });

    it('once by one key, and not beyond what is there', async () => {
      const { coop, member } = await dealt();
      await Promise.all(
        [1, 2].map(() => moveStake('stake', member, coop.id, '300', { idempotencyKey: 'k' })),
      );
      expect(await world.balanceOf(member)).toBe(100n);
      expect((await moveStake('stake', member, coop.id, '101')).codes).toEqual(['BALANCE_TOO_LOW']);
      expect((await moveStake('stake', member, coop.id, '0')).codes).toEqual(['BAD_USER_INPUT']);
      expect((await moveStake('stake', buyer, coop.id, '1')).codes).toEqual(['FORBIDDEN']);
    });

    it('and weighs in the next run by STAKE', async () => {
      const { coop, member, run } = await dealt();
      await moveStake('stake', member, coop.id, '300');
      await moveStake('stake', coop.steward, coop.id, '100');
      await world.charter(coop.id, 2, { basis: 'STAKE' });
      await world.earned(coop.id, buyer, 1_000n);
      const [{ until_at: border }] = (await world.service.sql<{ until_at: Date }>(
        'select until_at from dividend_run where run_id = $1',
        [run],
      )) as [{ until_at: Date }];
      await world.closed(coop, border);
      expect([await world.balanceOf(member), await world.balanceOf(coop.steward)]).toEqual([700n, 500n]);
    });
  });

  describe('at the end of a membership', () => {
    const leave = (coop: TestCooperative, member: TestMember) =>
      world.standing(coop.id, member, 'EXITING', 'MemberExiting');
    const left = async (member: TestMember) =>
      (await world.journalled('MemberLeft', { memberId: member.memberId }))[0];

    it('is paid with the stake, lock or no lock, and then the member has left', async () => {
      const { coop, member } = await dealt();
      await moveStake('stake', member, coop.id, '300');
      await leave(coop, member);
      expect(await left(member)).toMatchObject({ balance: 'SETTLED' });
      expect(await payouts(member)).toMatchObject([{ state: 'SETTLED', amount: { amountMinor: '400' } }]);
      expect(await world.balanceOf(member)).toBe(0n);
    });

    it('is held where the charter says so', async () => {
      const { coop, member } = await dealt({}, 'HOLD');
      await leave(coop, member);
      expect(await left(member)).toMatchObject({ balance: 'HELD' });
      expect(await world.balanceOf(member)).toBe(400n);
    });

    it('waits for a payout under way, and keeps nobody when it fails', async () => {
      const { coop, member } = await dealt({}, 'HOLD');
      await withdraw(member, coop.id, { destination: 'sandbox:fail' });
      await leave(coop, member);
      expect(await left(member)).toMatchObject({ balance: 'HELD' });
    });

    /** A connection beside the service's own, which sees every co-op. */
    const ownConnection = async (): Promise<pg.Client> => {
      const [found] = await world.service.sql<{ name: string }>('select current_database() as name');
      const url = new URL(process.env.TEST_POSTGRES_URL!);
      url.pathname = `/${found!.name}`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      return client;
    };

    it('is locked before the account, also by an erasure', async () => {
      const { coop, member } = await dealt({}, 'HOLD');
      await leave(coop, member);
      await left(member);
      const holder = await ownConnection();
      try {
        const by = [member.memberId];
        await holder.query('begin');
        await holder.query('select from member_exit where member_id = $1 for update', by);
        const erased = world.service.tell('data', coop.id, 'MemberErased', { memberId: member.memberId });
        await until(async () => {
          const waiting = await world.service.sql(
            `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%from member_exit%for update'`,
          );
          return waiting.length > 0;
        }, 'the erasure to wait for the departure');
        // Had the erasure this lock already, whoever completes the departure would wait for it, and it for them.
        const free = 'select from ledger_account where owner_id = $1 for no key update nowait';
        await expect(holder.query(free, by)).resolves.toMatchObject({ rowCount: expect.any(Number) });
        await holder.query('commit');
        await erased;
      } finally {
        await holder.end();
      }
      await world.journalled('MemberErased', { memberId: member.memberId });
    });

    it('of nothing is settled at once', async () => {
      const coop = await world.cooperative();
      const member = await world.member(coop.id, 'new');
      await leave(coop, member);
      expect(await left(member)).toMatchObject({ balance: 'SETTLED' });
    });
  });

  describe('that somebody has raised in the database', () => {
    const RAISED = 100_000_000;
    const raise = (member: TestMember, code = 'liabilities:member') =>
      world.service.sql(
        `update account_balance b set debit_minor = debit_minor - ${RAISED} from ledger_account a
         where a.account_id = b.account_id and a.owner_id = $1 and a.code = $2`,
        [member.memberId, code],
      );

    it.each(['liabilities:member', 'liabilities:stake'])('at %s moves no money at all', async (code) => {
      const { coop, member } = await dealt();
      await moveStake('stake', member, coop.id, '100');
      await world.service.setClock(30 * 86_400 + 60);
      await raise(member, code);
      const before = await world.balances(coop.id);
      const asked = [
        await withdraw(member, coop.id, { amountMinor: '150' }),
        await moveStake('stake', member, coop.id, '50'),
        await moveStake('unstake', member, coop.id, '50'),
      ];
      expect(asked.flatMap(({ codes }) => codes)).toEqual(Array(3).fill('BALANCE_INCONSISTENT'));
      expect(await world.balances(coop.id)).toEqual(before);
      // Others are none the worse for it.
      expect((await withdraw(coop.steward, coop.id)).codes).toEqual([]);
      await world.service.setClock(0);
    });

    it('is held when its owner leaves, and left when they are erased', async () => {
      const { coop, member } = await dealt();
      await raise(member);
      await world.standing(coop.id, member, 'EXITING', 'MemberExiting');
      const left = await world.journalled('MemberLeft', { memberId: member.memberId });
      expect(left[0]).toMatchObject({ balance: 'HELD' });
      await world.service.tell('data', coop.id, 'MemberErased', { memberId: member.memberId });
      await world.journalled('MemberErased', { memberId: member.memberId });
      expect(
        await world.service.sql('select from transfer where cooperative_id = $1 and purpose = $2', [
          coop.id,
          'PAYOUT',
        ]),
      ).toEqual([]);
    });

    it('is held, and told so, when its owner is erased before they have left', async () => {
      const { coop, member } = await dealt();
      await raise(member);
      await world.standing(coop.id, member, 'EXITING', 'MemberExiting');
      await world.journalled('MemberLeft', { memberId: member.memberId });
      await world.service.sql('update member_exit set left_at = null where member_id = $1', [
        member.memberId,
      ]);
      await world.service.tell('data', coop.id, 'MemberErased', { memberId: member.memberId });
      await world.journalled('MemberErased', { memberId: member.memberId });
      // What was said of them before is erased with them.
      const told = await world.journalled('MemberLeft', { memberId: member.memberId });
      expect(told.map(({ balance }) => balance)).toEqual(['HELD']);
    });

    it('is found by the check that an operator runs after a restore', async () => {
      const { member } = await dealt();
      const manual = readFileSync(new URL('../../docs/production.md', import.meta.url), 'utf8');
      const check = /`(select account_id from account_balance [^`]*)`/.exec(manual)![1]!;
      const found = async () => (await world.service.sql<{ account_id: string }>(check)).length;
      const before = await found();
      await raise(member);
      expect(await found()).toBe(before + 1);
    });

    it('divides no pool where it is a fund of the co-op', async () => {
      const { coop } = await dealt();
      await world.service.sql(
        `update account_balance b set debit_minor = debit_minor - ${RAISED} from ledger_account a
         where a.account_id = b.account_id and a.cooperative_id = $1 and a.code = 'funds:reserve'`,
        [coop.id],
      );
      const [{ until_at: border }] = (await world.service.sql<{ until_at: Date }>(
        'select until_at from dividend_run where cooperative_id = $1',
        [coop.id],
      )) as [{ until_at: Date }];
      const refused = await world.closePeriod(coop.steward, coop.id, border, await world.now());
      expect(refused.codes).toEqual(['BALANCE_INCONSISTENT']);
    });
  });

  it('is paid out before its owner is erased, after which nothing names them and all proofs hold', async () => {
    const { coop, member } = await dealt();
    await world.service.tell('data', coop.id, 'MemberErased', { memberId: member.memberId });
    await world.journalled('MemberErased', { memberId: member.memberId });
    await until(async () => (await world.balances(coop.id))['assets:settlement'] === 600n, 'the payout');
    // Membership says in the order of its own journal who is no member any more.
    const { memberId } = member;
    await world.service.tell('membership', coop.id, 'MemberErased', { memberId, forgotten: memberId });
    const tables = await world.service.sql<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const named: string[] = [];
    for (const { name } of tables) {
      const found = await world.service.sql(
        `select from ${name} as t where t::text like $1 or t::text like $2`,
        [`%${member.memberId}%`, `%${member.did}%`],
      );
      if (found.length > 0) named.push(name);
    }
    // The journal tells the others that this part is done, and by whom.
    expect(named).toEqual(['journal_entry']);
    const entries = await world.service.sql<{ type: string }>(
      'select type from journal_entry as t where t::text like $1',
      [`%${member.memberId}%`],
    );
    expect(entries).toEqual([{ type: 'MemberErased' }]);
    expect((await world.own(member, 'balance { amountMinor }')).codes).toEqual(['FORBIDDEN']);

    const fields = 'dividends { nodes { proof run { proofRoot pool { amountMinor } } } }';
    const [slip] = (await world.own(coop.steward, fields)).data._entities[0].dividends.nodes;
    const { proofRoot: root, pool } = slip.run as { proofRoot: string; pool: { amountMinor: string } };
    const published = { root, totalMinor: BigInt(pool.amountMinor) };
    checkPayslip(slip.proof as PayslipProof, coop.steward.memberId, published);
  });

  describe('of somebody who is erased and stays a member', () => {
    const erased = (coop: TestCooperative, { memberId }: TestMember) =>
      world.service.tell('data', coop.id, 'MemberErased', { memberId });
    const describedAnew = (coop: TestCooperative, member: TestMember) =>
      world.standing(coop.id, member, 'ADMITTED', 'MemberErased');
    const settled = (coop: TestCooperative) =>
      until(async () => (await world.balances(coop.id))['assets:settlement'] === 600n, 'the payout');

    it.each([
      { name: 'before membership describes them anew', order: [erased, describedAnew] },
      // Payouts may have read membership's journal further than data's.
      { name: 'after membership has described them anew', order: [describedAnew, erased] },
    ])('is theirs again when payouts hears of it $name', async ({ order }) => {
      const { coop, member } = await dealt();
      for (const tell of order) await tell(coop, member);
      await settled(coop);
      expect(await world.balanceOf(member)).toBe(0n);
      await world.earned(coop.id, buyer, 1_000n);
      const [{ closed_until: from }] = (await world.service.sql<{ closed_until: Date }>(
        'select closed_until from book where cooperative_id = $1',
        [coop.id],
      )) as [{ closed_until: Date }];
      await world.closed(coop, from);
      expect(await world.balanceOf(member)).toBe(400n);
      expect((await withdraw(member, coop.id)).codes).toEqual([]);
    });

    it.each([
      { name: 'before payouts reads of the erasure', isFirst: true },
      { name: 'after it', isFirst: false },
    ])('is nobody’s when membership forgets them $name, and stays claimable', async ({ isFirst }) => {
      const { coop, member } = await dealt();
      const { memberId } = member;
      await world.standing(coop.id, member, 'EXITING', 'MemberExiting');
      await settled(coop);
      const forgotten = () =>
        world.service.tell('membership', coop.id, 'MemberExited', { memberId, forgotten: memberId });
      if (isFirst) await forgotten();
      await erased(coop, member);
      await world.journalled('MemberErased', { memberId });
      if (!isFirst) await forgotten();
      const rows = await world.service.sql('select from standing where member_id = $1', [memberId]);
      expect(rows).toEqual([]);
      expect((await world.own(member, 'balance { amountMinor }')).codes).toEqual(['FORBIDDEN']);
      const [payout] = await world.service.sql<{ id: string; amountMinor: string }>(
        `select transfer_id as id, amount_minor::text as "amountMinor" from transfer
         where cooperative_id = $1 and purpose = 'PAYOUT'`,
        [coop.id],
      );
      await railSays(payout!.id, 'returned');
      const claimed = await world.ask(
        member,
        'mutation ($input: ClaimUnclaimedInput!) { claimUnclaimed(input: $input) { amount { amountMinor } } }',
        { input: { cooperative: coop.id, idempotencyKey: randomUUID() } },
      );
      expect(claimed.data.claimUnclaimed.amount.amountMinor).toBe('400');
    });
  });
});

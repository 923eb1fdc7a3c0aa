import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { until } from '../support/testService.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestBuyer, TestCooperative } from './support/payoutsWorld.js';

describe('a webhook of the rail', () => {
  let world: PayoutsWorld;
  let coop: TestCooperative;
  let buyer: TestBuyer;
  let railKey: KeyObject;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
    coop = await world.cooperative();
    buyer = await world.buyer('A buyer');
    const jwk = JSON.parse(
      readFileSync(join(world.service.dataDir, 'rail', 'key.json'), 'utf8'),
    ) as JsonWebKey;
    railKey = createPrivateKey({ key: jwk, format: 'jwk' });
  });
  afterAll(() => world.stop());

  /** A payment that the rail has not been asked for: only this test tells of it. */
  async function waiting(amountMinor = 500n): Promise<{ invoice: string; transfer: string }> {
    const { invoice } = await world.invoiced(coop.id, buyer, amountMinor);
    const transfer = newId('pay');
    await world.service.sql(
      `insert into transfer (cooperative_id, transfer_id, purpose, invoice_id, amount_minor, tax_minor, currency, method,
         requested_at, ask_after) values ($1, $2, 'INVOICE', $3, $4, 0, 'USD', 'default', now(), now() + interval '1 day')`,
      [coop.id, transfer, invoice, amountMinor.toString()],
    );
    await world.service.sql('insert into entity_home values ($1, $2)', [transfer, coop.id]);
    return { invoice, transfer };
  }

  type Fact = 'settled' | 'failed' | 'returned';
  const event = (transfer: string, fact: Fact, more: object = {}) => ({
    id: `evt_${randomUUID()}`,
    type: `transfer.${fact}`,
    transfer,
    amountMinor: '500',
    currency: 'USD',
    occurredAt: new Date().toISOString(),
    ...more,
  });
  async function post(
    body: unknown,
    { key = railKey, seconds = Math.floor(Date.now() / 1000) } = {},
  ): Promise<number> {
    const route = world.service.service.routes.find(({ path }) => path === '/webhooks/payments')!;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const signature = sign(null, Buffer.from(`${seconds}.${text}`), key).toString('base64url');
    const answer = await route.handle({
      method: 'POST',
      path: route.path,
      query: new URLSearchParams(),
      headers: { 'rail-signature': `t=${seconds},s=${signature}` },
      body: Buffer.from(text),
    });
    return answer.status;
  }
  const state = async (invoice: string) =>
    (
      await world.ask(buyer, 'query ($id: ID!) { invoice(id: $id) { state payments { state } } }', {
        id: invoice,
      })
    ).data.invoice as { state: string; payments: { state: string }[] };

  it('is believed when the rail signed it, and applied once however often it comes', async () => {
    const { invoice, transfer } = await waiting();
    const settled = event(transfer, 'settled');
    const before = await world.balances(coop.id);
    expect(await Promise.all([1, 2, 3].map(() => post(settled)))).toEqual([204, 204, 204]);
    expect(await post(event(transfer, 'settled'))).toBe(204);
    expect(await state(invoice)).toMatchObject({ state: 'PAID' });
    const after = await world.balances(coop.id);
    expect(after['assets:settlement']! - (before['assets:settlement'] ?? 0n)).toBe(500n);
    expect(await world.journalled('InvoicePaid', { invoice })).toHaveLength(1);
  });

  const stranger = generateKeyPairSync('ed25519').privateKey;
  const now = () => Math.floor(Date.now() / 1000);
  const refused: { name: string; send: (transfer: string) => Promise<number>; status: number }[] = [
    { name: 'signed by a stranger', send: (t) => post(event(t, 'settled'), { key: stranger }), status: 401 },
    {
      name: 'of an hour ago',
      send: (t) => post(event(t, 'settled'), { seconds: now() - 3_600 }),
      status: 401,
    },
    {
      name: 'of an hour from now',
      send: (t) => post(event(t, 'settled'), { seconds: now() + 3_600 }),
      status: 401,
    },
    { name: 'that is no JSON', send: () => post('{'), status: 400 },
    {
      name: 'of an unknown type',
      send: (t) => post({ ...event(t, 'settled'), type: 'transfer.eaten' }),
      status: 400,
    },
    {
      name: 'without an amount',
      send: (t) => post({ ...event(t, 'settled'), amountMinor: undefined }),
      status: 400,
    },
    // Signed and answered, so that it is not sent for ever; and it changes nothing.
    {
      name: 'of another amount',
      send: (t) => post(event(t, 'settled', { amountMinor: '501' })),
      status: 204,
    },
    { name: 'of another currency', send: (t) => post(event(t, 'settled', { currency: 'EUR' })), status: 204 },
    { name: 'of a transfer that is not ours', send: () => post(event(newId('pay'), 'settled')), status: 204 },
    { name: 'of what is no transfer', send: () => post(event(coop.id, 'settled')), status: 204 },
  ];
  it.each(refused)('changes nothing when it is one $name', async ({ send, status }) => {
    const { invoice, transfer } = await waiting();
    expect(await send(transfer)).toBe(status);
    expect(await state(invoice)).toEqual({ state: 'ISSUED', payments: [{ state: 'PENDING' }] });
  });

  it('leads to the same books in whatever order, and however often, it comes', async () => {
    const possible = fc.constantFrom<Fact[]>(['settled'], ['failed'], ['settled', 'returned']);
    const stories = possible.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(stories, async ([facts, order]) => {
        const { invoice, transfer } = await waiting();
        const before = await world.balances(coop.id);
        const events = new Map(facts.map((fact) => [fact, event(transfer, fact)]));
        for (const fact of order) expect(await post(events.get(fact))).toBe(204);
        const after = await world.balances(coop.id);
        const paid = facts.length === 1 && facts[0] === 'settled';
        expect((await state(invoice)).state).toBe(paid ? 'PAID' : 'ISSUED');
        const moved = (code: string) => (after[code] ?? 0n) - (before[code] ?? 0n);
        expect(moved('assets:settlement')).toBe(paid ? 500n : 0n);
        expect(moved('revenue:licences')).toBe(paid ? -500n : 0n);
        expect(moved('assets:receivable')).toBe(paid ? -500n : 0n);
      }),
      { numRuns: 20 },
    );
  });

  it('comes from a rail that is a process of its own, and is started again when it dies', async () => {
    const first = railPid();
    expect(first).toBeGreaterThan(0);
    process.kill(first!, 'SIGKILL');
    await until(() => Promise.resolve(![first, undefined].includes(railPid())), 'another rail');
    const { invoice } = await world.invoiced(coop.id, buyer, 100n);
    await world.pay(buyer, invoice);
    await world.untilState(invoice, 'PAID');
  });

  /** The rail of this test is the child of this process that works in its folder. */
  function railPid(): number | undefined {
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const environment = readFileSync(`/proc/${entry}/environ`, 'utf8');
        if (environment.includes(`RAIL_DIR=${join(world.service.dataDir, 'rail')}\0`)) return Number(entry);
      } catch {
        // It ended while we looked.
      }
    }
    return undefined;
  }
});

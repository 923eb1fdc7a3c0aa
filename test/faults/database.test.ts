import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSigningKey } from '../../wallet/keys/signingKey.js';
import { describeInFull } from '../support/fullForm.js';
import { SERVICES } from '../support/installation.js';
import type { Service } from '../support/installation.js';
import { breakableSite } from './site.js';
import type { BreakableSite } from './site.js';
import { startProduct } from './product.js';
import type { Product } from './product.js';
import { register, startWriters } from './writers.js';
import type { Heard } from './writers.js';

jest.setTimeout(180_000);

/** What is promised: in order again by itself, so soon after the fault has ended. */
const HEALTHY_MS = 10_000;
/** And readiness tells of a loss, and of its end. */
const READY_MS = 2_000;
const WRITERS = 8;
/** The longest that anybody waits: the deadline of a request, and two seconds, for each of three requests. */
const ANSWER_MS = 3 * 32_000;

const PROPOSAL = '{ proposal(id: "prp_01h455vb4pex5vsknk084sn02q") { id } }';
const DATASETS = '{ datasets(first: 1) { totalCount } }';

/** What at least one writer must have heard, or else the fault was none. */
const SAID = ['SERVICE_UNAVAILABLE'];

let site: BreakableSite;
const acknowledged: string[] = [];

describeInFull('while PostgreSQL', () => {
  beforeAll(async () => {
    site = await breakableSite();
  });
  afterAll(() => site?.remove());

  describe('of a product in one process', () => {
    let product: Product;
    beforeAll(async () => {
      product = await startProduct(1, site.settings);
    });
    afterAll(() => product?.stop());

    test('cuts every connection again and again, it lives and goes on', () =>
      outlives(product, () => cutFor(8_000), SAID));

    test('is killed, it is started again', () =>
      outlives(product, async () => {
        site.killPostgres();
        await readySoon(product, 503);
      }));

    test('is down for a minute, everybody hears so, and nobody afterwards', () =>
      outlives(
        product,
        async () => {
          await site.down(async () => {
            await readySoon(product, 503);
            expect(await registryOf(product)).toEqual({ status: 503, code: 'SERVICE_UNAVAILABLE' });
            await sleep(60_000);
            expect(await product.readiness()).toBe(503);
          });
        },
        SAID,
      ));

    test('answers two seconds late, what can be done is done', () =>
      outlives(product, async () => {
        site.delay(2_000);
        await sleep(12_000);
        site.delay(0);
      }));

    test('takes no changes, it says so', () =>
      outlives(product, async () => {
        await site.readOnly(true);
        await sleep(5_000);
        await site.readOnly(false);
      }, ['SERVICE_UNAVAILABLE']));

    test('has no connection left, it says so', () =>
      outlives(
        product,
        async () => {
          const release = await site.occupy();
          await readySoon(product, 503);
          await sleep(4_000);
          await release();
          await readySoon(product, 200);
        },
        SAID,
      ));

    test('has no room on its disk, it says so', async () => {
      if (!site.canFill) {
        process.stderr.write('no small disk can be made on this machine: a full one was not tried\n');
        return;
      }
      await outlives(
        product,
        async () => {
          const makeRoom = site.fill();
          await sleep(6_000);
          makeRoom();
        },
        SAID,
      );
    });

    test('is stopped and goes on, it waits no longer than it says', () =>
      outlives(product, async () => {
        site.signalAll('SIGSTOP');
        await readySoon(product, 503);
        await sleep(6_000);
        site.signalAll('SIGCONT');
        await readySoon(product, 200);
      }));

    test('holds a table of one service locked, it says so in time, and the others answer as always', async () => {
      const release = await site.lock('governance', 'entity_home');
      const began = performance.now();
      const waiting = Array.from({ length: 24 }, () => ask(product, PROPOSAL));
      for (let round = 0; round < 20; round += 1) {
        expect((await ask(product, DATASETS)).codes).toEqual([]);
      }
      // Twenty small questions, on a machine that has other things to do as well.
      expect(performance.now() - began).toBeLessThan(4_000);
      for (const { codes } of await Promise.all(waiting)) expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
      // For a connection ten seconds at most, or five for the lock; the deadline of a request is thirty.
      expect(performance.now() - began).toBeLessThan(17_000);
      await release();
      await healthy(product);
    });

    test('nothing that was acknowledged is lost, and nothing is there twice', () => accountFor());
  });

  describe('of a product in five processes', () => {
    let product: Product;
    beforeAll(async () => {
      await site.start();
      product = await startProduct(5, site.settings);
    });
    afterAll(() => product?.stop());

    test('cuts every connection again and again, all five live and go on', () =>
      outlives(product, () => cutFor(8_000), SAID));

    test('is killed, it is started again, once', () =>
      outlives(product, async () => {
        site.killPostgres();
        await readySoon(product, 503);
      }));

    test('nothing that was acknowledged is lost, and nothing is there twice', () => accountFor());
  });
});

/** Has people write throughout a fault; afterwards all is in order by itself, and they have heard nothing but "later". */
async function outlives(
  product: Product,
  fault: () => Promise<void>,
  heardAtLeast: string[] = [],
): Promise<void> {
  const writers = startWriters(product.url, WRITERS);
  await sleep(500);
  await fault();
  await healthy(product);
  await writers.stop();
  const { heard } = writers;
  acknowledged.push(...heard.acknowledged);
  expect(product.ended()).toBe(0);
  expect(Object.fromEntries(heard.refusals)).toEqual(
    Object.fromEntries([...heard.refusals.keys()].map((code) => [code, 'later'])),
  );
  expect([...heard.refusals.keys()]).not.toContain('INTERNAL_SERVER_ERROR');
  expect([...heard.refusals.keys()]).toEqual(expect.arrayContaining(heardAtLeast));
  expect(heard.slowestMs).toBeLessThan(ANSWER_MS);
  expect(product.output()).not.toMatch(/nobody caught this|compute worker ended/);
}

async function cutFor(milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    await site.cut();
    await sleep(400);
  }
}

/** In order: ready, every service answers from its database, and somebody new can write. */
async function healthy(product: Product): Promise<void> {
  const began = performance.now();
  const questions = [
    '{ cooperative(slug: "none") { id } }',
    PROPOSAL,
    DATASETS,
    '{ dividendRun(id: "run_01h455vb4pex5vsknk084sn02q") { id } }',
  ];
  const inOrder = async (): Promise<boolean> => {
    if ((await product.readiness()) !== 200) return false;
    const answers = await Promise.all(questions.map((question) => ask(product, question)));
    return answers.every(({ codes }) => codes.every((code) => code === 'NOT_FOUND'));
  };
  while (!(await inOrder())) {
    if (performance.now() - began > 3 * HEALTHY_MS) break;
    await sleep(100);
  }
  const heard: Heard = { acknowledged: [], refusals: new Map(), slowestMs: 0 };
  await register(product.url, newSigningKey(), heard);
  acknowledged.push(...heard.acknowledged);
  expect(performance.now() - began).toBeLessThan(HEALTHY_MS);
}

async function readySoon(product: Product, status: number): Promise<void> {
  const began = performance.now();
  while ((await product.readiness()) !== status) {
    if (performance.now() - began > 5 * READY_MS) break;
    await sleep(50);
  }
  // The machine has the writers to serve as well: half a second for that.
  expect(performance.now() - began).toBeLessThan(READY_MS + 500);
}

async function ask(product: Product, query: string): Promise<{ codes: (string | undefined)[] }> {
  const reply = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await reply.json()) as { errors?: { extensions?: { code?: string } }[] };
  return { codes: errors.map(({ extensions }) => extensions?.code) };
}

/** What the gateway says of what it keeps itself. */
async function registryOf(product: Product): Promise<{ status: number; code: unknown }> {
  const authorization = `Bearer ptk_${'A'.repeat(43)}`;
  const reply = await fetch(`${product.url}/registry/subgraphs`, { headers: { authorization } });
  const { errors } = (await reply.json()) as { errors: { extensions: { code: unknown } }[] };
  return { status: reply.status, code: errors[0]?.extensions.code };
}

/** Every organisation once: in membership, in its journal and log, and in what each other service knows of it. */
async function accountFor(): Promise<void> {
  const dids = [...acknowledged].sort();
  expect(dids.length).toBeGreaterThan(10);
  const inMembership = await didsIn('membership', 'select did from organization');
  expect(new Set(inMembership).size).toBe(inMembership.length);
  expect(inMembership).toEqual(expect.arrayContaining(dids));
  const journalled = await didsIn(
    'membership',
    `select private_part->'values'->'organization'->>'did' as did from journal_entry
      where type = 'OrganizationRegistered'`,
  );
  expect(journalled).toEqual(inMembership);
  const [log] = await site.rows<{ gaps: string; size: string }>(
    'membership',
    `select max(log_index) + 1 - count(*) as gaps, (select size from log_head where cooperative_id = 'coop_platform')
       - count(*) as size from journal_entry where cooperative_id = 'coop_platform' and log_index is not null`,
  );
  expect(log).toEqual({ gaps: '0', size: '0' });
  for (const service of SERVICES) {
    const until = performance.now() + HEALTHY_MS;
    const known = () => didsIn(service, 'select did from organization_projection');
    while ((await known()).length < inMembership.length && performance.now() < until) await sleep(100);
    expect(await known()).toEqual(inMembership);
  }
}

async function didsIn(service: Service, sql: string): Promise<string[]> {
  return (await site.rows<{ did: string }>(service, sql)).map(({ did }) => did).sort();
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WAYS } from '../../../support/hostilePartner.js';
import type { Way } from '../../../support/hostilePartner.js';
import { metricsOf } from '../../support/metrics.js';
import { startPartnerWorld } from '../support/partnerWorld.js';
import type { ToyReply } from '../../support/toys.js';
import type { PartnerWorld } from '../support/partnerWorld.js';

const CORE = '{ cooperatives { nodes { id name charter } } }';
const QUERY = '{ cooperatives { nodes { id name acmeRating charter } } }';
const MIB = 1024 * 1024;
/** What both ends' kernels hold on its way, beside what is read. */
const BUFFERS = 12 * MIB;

const HONEST = ['answers', 'refers to an entity', 'waits until it is told'];

type Expected = [way: Way, code: string, requestsMax: number];

const HOSTILE: Expected[] = [
  ['hangs up at once', 'SUBGRAPH_UNAVAILABLE', 2],
  ['hangs up in the middle', 'SUBGRAPH_UNAVAILABLE', 1],
  ['never answers', 'SUBGRAPH_TIMEOUT', 1],
  ['never ends its answer', 'SUBGRAPH_TIMEOUT', 1],
  ['drips a byte at a time', 'SUBGRAPH_TIMEOUT', 1],
  ['answers 300 MB', 'SUBGRAPH_ANSWER_TOO_LARGE', 1],
  ['announces 300 MB', 'SUBGRAPH_ANSWER_TOO_LARGE', 1],
  ['packs 300 MB into little', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['reports 200,000 errors', 'SUBGRAPH_ANSWER_TOO_LARGE', 1],
  ['reports as many errors as fit', 'PARTNER_FAILED', 1],
  ['answers no JSON', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['answers brackets without end', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['nests without end', 'PARTNER_FAILED', 1],
  ['answers a page', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['answers nothing', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['is broken', 'PARTNER_FAILED', 1],
  ['sends somewhere else', 'SUBGRAPH_ANSWER_INVALID', 1],
  ['speaks no HTTP', 'SUBGRAPH_ANSWER_INVALID', 2],
  ['sends headers without end', 'SUBGRAPH_ANSWER_INVALID', 2],
  ['answers objects for numbers', 'PARTNER_FAILED', 1],
  ['says that entities are something else', 'PARTNER_FAILED', 1],
  ['answers for fewer entities', 'PARTNER_FAILED', 1],
  ['answers for more entities', 'PARTNER_FAILED', 1],
  ['speaks in our name', 'PARTNER_FAILED', 1],
];

type Body = ToyReply['body'];
const nodesOf = (body: Body) => (body.data!.cooperatives as { nodes: Record<string, unknown>[] }).nodes;
const without = (body: Body) => ({
  cooperatives: { nodes: nodesOf(body).map(({ acmeRating: _, ...node }) => node) },
});

test('every hostile way has been tried', () => {
  const tried = [...HOSTILE.map(([way]) => way), 'answers fields that nobody asked it for'];
  const hostile = Object.keys(WAYS).filter((way) => !HONEST.includes(way));
  expect(tried.sort()).toEqual(hostile.sort());
});

/** Ways that end only with the partner's time are given little of it, the others more than they take. */
const TIMES = [
  {
    when: 'that never comes to an end',
    timeoutMs: '300',
    cases: HOSTILE.filter(([, code]) => code === 'SUBGRAPH_TIMEOUT'),
  },
  {
    when: 'that comes to a bad end',
    timeoutMs: '20000',
    cases: HOSTILE.filter(([, code]) => code !== 'SUBGRAPH_TIMEOUT'),
  },
];

describe.each(TIMES)('a partner $when', ({ timeoutMs, cases }) => {
  let world: PartnerWorld;
  let core: unknown;

  beforeAll(async () => {
    world = await startPartnerWorld({ PARTNER_TIMEOUT_MS: timeoutMs, BREAKER_FAILURES_MIN: '32' });
    core = (await world.gateway.ask(CORE)).body.data;
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    world.partner.forget();
    world.gateway.logged.length = 0;
  });

  test('is counted under its name in the registry, and the codes of ours', async () => {
    world.partner.way = 'speaks in our name';
    await world.gateway.ask(QUERY);
    const counted = await metricsOf(world.gateway.url, 'gateway_subgraph_requests_total');
    const own = Object.keys(counted).filter((labels) => !/"(membership|governance|log)"/.test(labels));
    expect(own.sort()).toEqual([
      '{subgraph="acme",outcome="PARTNER_FAILED"}',
      '{subgraph="acme",outcome="ok"}',
    ]);
  });

  test.each(cases)('and %s loses its own fields and nothing else: %s', async (way, code, requestsMax) => {
    world.partner.way = way;
    const { status, body } = await world.gateway.ask(QUERY);
    expect(status).toBe(200);
    expect(without(body)).toEqual(core);
    expect(nodesOf(body).map(({ acmeRating }) => acmeRating)).toEqual([null, null]);
    const own = body.errors!.filter(({ path }) => path?.includes('acmeRating'));
    expect(own.length).toBeGreaterThan(0);
    for (const error of own) expect(error.extensions).toMatchObject({ code, partner: 'acme' });
    for (const error of body.errors!) {
      expect(JSON.stringify(error)).not.toMatch(/evil|srv|OpenSSH|UNAUTHENTICATED|journal/);
    }
    expect(body.errors!.length).toBeLessThanOrEqual(10);
    expect(world.partner.requests.length).toBeLessThanOrEqual(requestsMax);
    expect(world.partner.written()).toBeLessThan(MIB + BUFFERS);
    expect(body.extensions).toBeUndefined();
  });
});

describe('a partner', () => {
  let world: PartnerWorld;
  beforeAll(async () => {
    world = await startPartnerWorld({ PARTNER_TIMEOUT_MS: '60000', BREAKER_FAILURES_MIN: '4' });
  });
  afterAll(() => world.stop());

  test('is asked once for all entities', async () => {
    world.partner.way = 'answers';
    const { body } = await world.gateway.ask(QUERY);
    expect(nodesOf(body).map(({ acmeRating }) => acmeRating)).toEqual([4.5, 4.5]);
    expect(world.partner.requests).toHaveLength(1);
  });

  test('is not heard where nobody asked it', async () => {
    world.partner.way = 'answers fields that nobody asked it for';
    const { body } = await world.gateway.ask(QUERY);
    expect(without(body)).toEqual((await world.gateway.ask(CORE)).body.data);
    expect(nodesOf(body).map(({ acmeRating }) => acmeRating)).toEqual([null, null]);
  });

  test('answers for a reference with only what the owner shows this viewer', async () => {
    world.partner.way = 'refers to an entity';
    const { body } = await world.gateway.ask('{ acmeBest { id name charter } }');
    expect(body.data).toEqual({ acmeBest: { id: 'coop_2', name: 'Name of coop_1', charter: null } });
    expect(body.errors).toMatchObject([{ path: ['acmeBest', 'charter'], extensions: { code: 'FORBIDDEN' } }]);
  });
  test('holds up nobody who asks for nothing of it', async () => {
    world.partner.way = 'never answers';
    const order: string[] = [];
    const hanging = [1, 2, 3].map(() => world.gateway.ask(QUERY).then(() => order.push('partner')));
    while (world.partner.requests.length < hanging.length) await sleep(10);
    const answered = Array.from({ length: 20 }, () =>
      world.gateway.ask('{ cooperatives { nodes { name charter } } }').then(() => order.push('core')),
    );
    await Promise.all(answered);
    expect(order).toEqual(answered.map(() => 'core'));
    world.partner.way = 'hangs up at once';
    world.partner.forget();
    await Promise.all(hanging);
  });

  test('and is then never there, is left alone', async () => {
    world.partner.forget();
    for (let round = 0; round < 20; round++) await world.gateway.ask(QUERY);
    // Each failure may have been tried twice.
    expect(world.partner.requests.length).toBeLessThanOrEqual(8);
  });
});

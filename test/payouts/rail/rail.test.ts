import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fromBase64Url } from '../../../subgraphs/kit/domain/encoding.js';
import { judgeWebhook } from '../../../subgraphs/payouts/domain/webhookSignature.js';
import { startRail } from '../../../subgraphs/payouts/rail/rail.js';
import type { RunningRail } from '../../../subgraphs/payouts/rail/rail.js';
import { NO_MISCHIEF } from '../../../subgraphs/payouts/rail/webhooks.js';
import type { Mischief } from '../../../subgraphs/payouts/rail/webhooks.js';
import { until } from '../../support/testService.js';

const TOKEN = 'a token of this test';
const ORDER = {
  direction: 'IN',
  amountMinor: '500',
  currency: 'EUR',
  party: 'org_1',
  method: 'sandbox:settle',
};

interface Heard {
  verdict: string;
  event: { id: string; type: string; transfer: string; amountMinor: string };
}

describe('the sandbox rail', () => {
  let directory: string;
  let rail: RunningRail;
  let ears: Server;
  let heard: Heard[];
  let answerWith: number;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rail-'));
    [heard, answerWith] = [[], 204];
    ears = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const body = Buffer.concat(chunks);
          const header = request.headers['rail-signature'] as string;
          const key = fromBase64Url(rail.publicKey)!;
          const verdict = judgeWebhook(header, body, key, new Date(), 300_000);
          heard.push({ verdict, event: JSON.parse(body.toString()) as Heard['event'] });
          response.writeHead(verdict === 'SOUND' ? answerWith : 401).end();
        });
    });
    await new Promise<void>((done) => ears.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    await rail.stop();
    ears.closeAllConnections();
    ears.close();
    rmSync(directory, { recursive: true });
  });

  const begin = async (mischief: Mischief = NO_MISCHIEF): Promise<void> => {
    rail = await startRail({ directory, host: '127.0.0.1', port: 0, token: TOKEN, mischief });
  };
  const listen = () =>
    ask('PUT', '/endpoint', { url: `http://127.0.0.1:${(ears.address() as AddressInfo).port}/` });
  const ask = async (method: string, path: string, body?: unknown, token = TOKEN) => {
    const answer = await fetch(`${rail.url}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string | null> };
  };
  const sound = () => heard.filter(({ verdict }) => verdict === 'SOUND').map(({ event }) => event);
  const become = (id: string, field: string) =>
    until(async () => (await ask('GET', `/transfers/${id}`)).body[field] !== null, `${id} to have ${field}`);

  it('takes an order once, however often it is sent', async () => {
    await begin();
    expect((await ask('PUT', '/transfers/pay_1', ORDER)).status).toBe(201);
    expect((await ask('PUT', '/transfers/pay_1', ORDER)).status).toBe(200);
    expect((await ask('PUT', '/transfers/pay_1', { ...ORDER, amountMinor: '501' })).status).toBe(409);
    await become('pay_1', 'settledAt');
  });

  const refused = [
    { name: 'without its token', path: '/transfers/pay_1', body: ORDER, token: 'another', status: 401 },
    {
      name: 'of an unknown method',
      path: '/transfers/pay_1',
      body: { ...ORDER, method: 'cash' },
      status: 422,
    },
    { name: 'of nothing', path: '/transfers/pay_1', body: { ...ORDER, amountMinor: '0' }, status: 400 },
    {
      name: 'of less than nothing',
      path: '/transfers/pay_1',
      body: { ...ORDER, amountMinor: '-1' },
      status: 400,
    },
    { name: 'in no direction', path: '/transfers/pay_1', body: { ...ORDER, direction: 'UP' }, status: 400 },
    { name: 'without an id', path: '/transfers/', body: ORDER, status: 400 },
    {
      name: 'that is too large',
      path: '/transfers/pay_1',
      body: { ...ORDER, party: 'x'.repeat(20_000) },
      status: 400,
    },
  ];
  it.each(refused)('refuses an order $name', async ({ path, body, token, status }) => {
    await begin();
    expect((await ask('PUT', path, body, token)).status).toBe(status);
    expect((await ask('GET', '/transfers/pay_1')).status).toBe(404);
  });

  it.each([
    { method: 'default', types: ['transfer.settled'] },
    { method: 'sandbox:settle', types: ['transfer.settled'] },
    { method: 'sandbox:fail', types: ['transfer.failed'] },
    { method: 'sandbox:return', types: ['transfer.settled', 'transfer.returned'] },
  ])('tells of $method just what happened', async ({ method, types }) => {
    await begin();
    await listen();
    await ask('PUT', '/transfers/pay_1', { ...ORDER, method });
    await until(() => Promise.resolve(heard.length >= types.length), 'webhooks');
    expect(
      sound()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(types.toSorted());
  });

  it('tells nobody of a silent one, and who asks finds out', async () => {
    await begin();
    await listen();
    await ask('PUT', '/transfers/pay_1', { ...ORDER, method: 'sandbox:silent' });
    await become('pay_1', 'settledAt');
    expect(heard).toEqual([]);
  });

  it('tells again until it is answered with 2xx', async () => {
    await begin();
    answerWith = 500;
    await listen();
    await ask('PUT', '/transfers/pay_1', ORDER);
    await until(() => Promise.resolve(heard.length >= 2), 'two attempts');
    answerWith = 204;
    await until(
      () => Promise.resolve(readFileSync(join(directory, 'transfers.ndjson'), 'utf8').includes('delivered')),
      'delivery',
    );
    expect(new Set(sound().map(({ id }) => id)).size).toBe(1);
  });

  it('makes mischief: twice, forged under another key, and old ones again', async () => {
    await begin({ lateMsMax: 20, twicePercent: 100, forgedPercent: 100 });
    await listen();
    await ask('PUT', '/transfers/pay_1', ORDER);
    await until(() => Promise.resolve(heard.length >= 4), 'all four');
    expect(heard.map(({ verdict }) => verdict).toSorted()).toEqual(['FORGED', 'SOUND', 'SOUND', 'STALE']);
    expect(heard.find(({ verdict }) => verdict === 'FORGED')!.event.type).toBe('transfer.failed');
    const [one, two] = sound();
    expect(one!.id).toBe(two!.id);
  });

  it('remembers after a kill what it took, what happened and what it has not told, half a line or not', async () => {
    await begin();
    await ask('PUT', '/transfers/pay_1', ORDER);
    await become('pay_1', 'settledAt');
    const { publicKey } = rail;
    await rail.stop();
    appendFileSync(join(directory, 'transfers.ndjson'), '{"line":"order","id":"pay_2","ord');
    await begin();
    expect(rail.publicKey).toBe(publicKey);
    expect((await ask('GET', '/transfers/pay_1')).body).toMatchObject({
      ...ORDER,
      id: 'pay_1',
      returnedAt: null,
    });
    expect((await ask('GET', '/transfers/pay_2')).status).toBe(404);
    expect((await ask('PUT', '/transfers/pay_2', ORDER)).status).toBe(201);
    await listen();
    await until(() => Promise.resolve(heard.length >= 2), 'what waited');
    expect(
      sound()
        .map(({ transfer }) => transfer)
        .toSorted(),
    ).toEqual(['pay_1', 'pay_2']);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { until } from '../../support/testService.js';
import { metricsOf } from '../support/metrics.js';
import { memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
const ASKED = JSON.stringify({ query: '{ me }' });
const OFFER = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAA';

interface Client {
  readonly socket: Socket;
  text: string;
  ended: boolean;
}

async function open(url: string, bytes: string): Promise<Client> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const client: Client = { socket, text: '', ended: false };
  socket.on('data', (chunk: Buffer) => (client.text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (client.ended = true));
  await once(socket, 'connect');
  socket.write(bytes);
  return client;
}

/** A request as it is written. */
function written(start: string, body = '', ...headers: string[]): string {
  const usual = ['host: x', 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  return `${[`${start} HTTP/1.1`, ...usual, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

const statuses = ({ text }: Client): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status!);
const answered = (client: Client, count: number) =>
  until(
    () => Promise.resolve(statuses(client).length >= count && client.text.endsWith('}')),
    `${count} answers`,
  );

describe('a connection', () => {
  let gateway: ToyGateway;
  beforeAll(async () => {
    gateway = await startToyGateway(keys, [membership, governance], { HTTP_BODY_STALL_MS: '1000' });
  });
  afterAll(() => gateway.stop());

  const requests = () => metricsOf(gateway.url, 'gateway_http_requests_total');
  const faults = () => gateway.logged.filter(({ level }) => Number(level) >= 50);

  const offers = [
    ['a question', written('POST /graphql', ASKED, OFFER), '200', '{"data":{"me":null}}'],
    ['a look', written('GET /health', '', OFFER), '200', 'ok'],
    ['one to a path that is not served', written('GET /nowhere', '', OFFER), '404', 'NO_SUCH_PATH'],
    ['one of TLS', written('GET /health', '', 'connection: upgrade', 'upgrade: TLS/1.0'), '200', 'ok'],
    [
      'one that writes to a WebSocket',
      written('POST /graphql', ASKED, 'connection: upgrade', 'upgrade: websocket'),
      '200',
      '{"data":{"me":null}}',
    ],
  ] as const;
  test.each(offers)(
    'on which another protocol is offered answers %s as any other',
    async (_, bytes, status, text) => {
      const client = await open(gateway.url, bytes);
      await answered(client, 1);
      expect(statuses(client)).toEqual([status]);
      expect(client.text).toContain(text);
      client.socket.destroy();
    },
  );

  test('on which it is offered again and again stays, whether or not the body comes at once', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    const request = written('POST /graphql', ASKED, OFFER);
    const client = await open(gateway.url, request);
    for (let count = 1; count <= 15; count++) {
      await answered(client, count);
      client.socket.write(request.slice(0, -5));
      await new Promise((done) => setImmediate(done));
      client.socket.write(request.slice(-5));
    }
    await answered(client, 16);
    expect(new Set(statuses(client))).toEqual(new Set(['200']));
    expect(warnings).toEqual([]);
    process.off('warning', warn);
    client.socket.destroy();
  });

  test('on which it is offered with more headers than are kept is refused', async () => {
    const many = 'a:\r\n'.repeat(1_500).trimEnd();
    const client = await open(gateway.url, written('GET /health', '', OFFER, many));
    await answered(client, 1);
    expect(statuses(client)).toEqual(['431']);
  });

  test('that ends within a request is no fault of ours', async () => {
    const before = await requests();
    const client = await open(gateway.url, written('POST /graphql', ASKED).slice(0, -3));
    const { socket } = await open(gateway.url, written('POST /graphql', ASKED).slice(0, -3));
    // Heard once another that came later was answered.
    await fetch(`${gateway.url}/health`);
    client.socket.destroy();
    socket.resetAndDestroy();
    const label = '{route="/graphql",status="499",outcome="REQUEST_INCOMPLETE"}';
    await until(async () => (await requests())[label] === (before[label] ?? 0) + 2, 'both to be counted');
    expect(Object.keys(await requests()).filter((labels) => labels.includes('status="5'))).toEqual([]);
    expect(faults()).toEqual([]);
  });

  test('that we cut for its slowness is counted as that', async () => {
    const client = await open(gateway.url, written('POST /graphql', ASKED).slice(0, -3));
    await until(() => Promise.resolve(client.ended), 'it to be cut');
    expect(statuses(client)).toEqual(['408']);
    const label = '{route="/graphql",status="408",outcome="BODY_TOO_SLOW"}';
    await until(async () => (await requests())[label] === 1, 'it to be counted');
    expect(faults()).toEqual([]);
  });
});

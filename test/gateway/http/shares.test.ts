import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Route } from '../../../subgraphs/kit/http/http.js';
import { until } from '../../support/testService.js';
import { memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
/** More than the system takes for a reader who does not read. */
const BIG = 'x'.repeat(20_000_000);
const MIB = 1_048_576;

/** Requests that wait until a test lets them go, and the most that waited at once. */
let waiting: (() => void)[] = [];
const slow: Route = {
  method: 'GET',
  path: '/slow',
  bodyBytesMax: 0,
  handle: ({ query }) =>
    new Promise((done) => waiting.push(() => done({ status: 200, body: `done ${query.get('n')};` }))),
};
const big: Route = {
  method: 'GET',
  path: '/big',
  bodyBytesMax: 0,
  handle: () => Promise.resolve({ status: 200, body: BIG }),
};

interface Client {
  readonly socket: Socket;
  text: string;
  ended: boolean;
}

let gateway: ToyGateway;
const sockets: WebSocket[] = [];
const clients = new Set<{ destroy(): void }>();
async function start(environment: Record<string, string>): Promise<void> {
  gateway = await startToyGateway(keys, [membership, governance], environment, [slow, big]);
}
async function open(bytes: string, localAddress = '127.0.0.1'): Promise<Client> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ port: Number(port), host: hostname, localAddress });
  const client: Client = { socket, text: '', ended: false };
  clients.add(socket);
  socket.on('data', (chunk: Buffer) => (client.text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (client.ended = true));
  await once(socket, 'connect');
  socket.write(bytes);
  return client;
}
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
const holds = (what: () => boolean, name: string) => until(() => Promise.resolve(what()), name);
const ask = async (localAddress: string): Promise<string> => {
  const client = await open(get('/health'), localAddress);
  await holds(() => client.text !== '' || client.ended, 'an answer');
  client.socket.destroy();
  return client.text.slice(0, 12);
};

afterEach(async () => {
  membership.fault = 'none';
  for (const client of clients) client.destroy();
  clients.clear();
  waiting.forEach((go) => go());
  waiting = [];
  await gateway.stop();
});

describe('requests that are sent behind one another on a connection', () => {
  test('are worked on one after another, and answered in their order', async () => {
    await start({});
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    const client = await open(numbers.map((number) => get(`/slow?n=${number}`)).join(''));
    for (const number of numbers) {
      await holds(() => waiting.length > 0, `request ${number}`);
      // The gateway has heard all of them by now, and would have begun them.
      expect(await ask('127.0.0.1')).toBe('HTTP/1.1 200');
      expect(waiting).toHaveLength(1);
      waiting.pop()!();
    }
    await holds(() => client.text.endsWith('done 29;'), 'the last answer');
    expect([...client.text.matchAll(/done (\d+);/g)].map(([, number]) => Number(number))).toEqual(numbers);
  });

  test('end with their connection where more wait than may, and none of those is begun', async () => {
    await start({ HTTP_PIPELINED_MAX: '8' });
    const client = await open(get('/slow').repeat(10));
    await holds(() => client.ended, 'the connection to be cut');
    expect(client.text).toBe('');
    waiting.pop()!();
    expect(await ask('127.0.0.1')).toBe('HTTP/1.1 200');
    expect(waiting).toEqual([]);
  });

  test('are not begun when the connection has ended before it is their turn', async () => {
    await start({});
    const client = await open(get('/slow').repeat(5));
    await holds(() => waiting.length === 1, 'the first');
    client.socket.resetAndDestroy();
    waiting.pop()!();
    expect(await ask('127.0.0.1')).toBe('HTTP/1.1 200');
    expect(waiting).toEqual([]);
  });
});

describe('an address', () => {
  test('has its share of the requests in flight, and leaves the rest to others', async () => {
    await start({ HTTP_IN_FLIGHT_MAX: '4', HTTP_IN_FLIGHT_PER_ADDRESS_MAX: '2' });
    for (let count = 1; count <= 2; count++) {
      await open(get('/slow'), '127.0.0.2');
      await holds(() => waiting.length === count, 'a request');
    }
    expect(await ask('127.0.0.2')).toBe('HTTP/1.1 503');
    expect(await ask('127.0.0.3')).toBe('HTTP/1.1 200');
    waiting.pop()!();
    await until(async () => (await ask('127.0.0.2')) === 'HTTP/1.1 200', 'room again');
  });

  test('is that of the client where a proxy speaks for many', async () => {
    await start({ HTTP_IN_FLIGHT_PER_ADDRESS_MAX: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const from = (client: string): RequestInit => ({ headers: { 'x-forwarded-for': client } });
    await open(get('/slow').replace('host: x', 'host: x\r\nx-forwarded-for: 203.0.113.1'));
    await holds(() => waiting.length === 1, 'a request');
    expect((await fetch(`${gateway.url}/health`, from('203.0.113.1'))).status).toBe(503);
    expect((await fetch(`${gateway.url}/health`, from('203.0.113.2'))).status).toBe(200);
  });
});

describe('readers who do not read', () => {
  const UNSENT = { HTTP_UNSENT_PER_ADDRESS_MAX_BYTES: String(50 * MIB) };

  /** @returns which of them got the whole answer when they read at last. */
  async function wholeOf(readers: readonly Client[]): Promise<boolean[]> {
    const isWhole = ({ text }: Client): boolean => text.split('\r\n\r\n')[1]?.length === BIG.length;
    for (const { socket } of readers) socket.resume();
    await holds(() => readers.every((reader) => reader.ended || isWhole(reader)), 'all to end');
    return readers.map(isWhole);
  }
  async function openDeaf(count: number, localAddress: string): Promise<Client[]> {
    const readers: Client[] = [];
    for (let index = 0; index < count; index++) {
      const reader = await open('', localAddress);
      reader.socket.pause();
      reader.socket.write(get('/big'));
      readers.push(reader);
      // One after another, so that their order is known.
      expect(await ask('127.0.0.9')).toBe('HTTP/1.1 200');
    }
    return readers;
  }

  test('lose their connection, the oldest first, where more waits for their address than may', async () => {
    await start(UNSENT);
    const [other] = await openDeaf(1, '127.0.0.3');
    const readers = await openDeaf(5, '127.0.0.2');
    expect(await wholeOf([other!, ...readers])).toEqual([true, false, false, false, true, true]);
  });

  test('lose it where more waits in all, first of the address for which the most waits', async () => {
    await start({ HTTP_UNSENT_MAX_BYTES: String(70 * MIB) });
    const [other] = await openDeaf(1, '127.0.0.3');
    const readers = await openDeaf(3, '127.0.0.2');
    expect(await wholeOf([other!, ...readers])).toEqual([true, false, true, true]);
  });

  test('make room for newcomers of other addresses', async () => {
    await start({ HTTP_CONNECTIONS_MAX: '6', HTTP_CONNECTIONS_PER_ADDRESS_MAX: '3' });
    await Promise.all([openDeaf(3, '127.0.0.2'), openDeaf(3, '127.0.0.3')]);
    for (let count = 0; count < 5; count++) expect(await ask('127.0.0.4')).toBe('HTTP/1.1 200');
  });

  test('of WebSockets lose them likewise', async () => {
    await start({ ...UNSENT, ANSWER_MAX_BYTES: String(32 * MIB) });
    membership.fault = { data: { me: BIG } };
    const codes: number[] = [];
    for (let index = 0; index < 4; index++) {
      const socket = new WebSocket(gateway.url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
      clients.add({ destroy: () => socket.terminate() });
      socket.on('error', () => undefined);
      socket.on('close', (code) => codes.push(code));
      await once(socket, 'open');
      socket.send('{"type":"connection_init"}');
      await once(socket, 'message');
      socket.pause();
      const asked = membership.asked.length;
      socket.send('{"type":"subscribe","id":"1","payload":{"query":"{ me }"}}');
      await holds(() => membership.asked.length > asked, 'the question');
      sockets.push(socket);
    }
    for (const socket of sockets) socket.resume();
    await holds(() => codes.length === 2, 'two to be cut');
    expect(codes).toEqual([1006, 1006]);
    expect(sockets.map(({ readyState }) => readyState === WebSocket.OPEN)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

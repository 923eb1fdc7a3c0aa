import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Crowd } from '../../../subgraphs/kit/http/crowd.js';
import type { CrowdLimits, CrowdOptions } from '../../../subgraphs/kit/http/crowd.js';
import { endWith } from '../../../subgraphs/kit/http/lastWord.js';
import { until } from '../../support/testService.js';

const LIMITS: CrowdLimits = {
  connectionsMax: 20,
  perAddressMax: 12,
  unfinishedPerAddressMax: 6,
  stallMs: 60_000,
  lingerMs: 60_000,
};
const HALF = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nabc';
const WHOLE = `${HALF}de`;

let server: Server;
let crowd: Crowd;
/** Answers to requests that wait until a test lets them go. */
let waiting: (() => void)[] = [];
const clients = new Set<Client>();

interface Client {
  readonly socket: Socket;
  text: string;
  ended: boolean;
}

async function start(
  limits: Partial<CrowdLimits> = {},
  { answer = 'ok', ...options }: Partial<CrowdOptions> & { answer?: string } = {},
): Promise<void> {
  server = createServer((request, response) => {
    const { socket } = request;
    crowd.begun(socket);
    request.resume().once('end', () => {
      crowd.whole(socket);
      const send = (): void => {
        crowd.answered(socket);
        response.end(answer, () => crowd.rests(socket));
      };
      if (request.url === '/slow') waiting.push(send);
      else send();
    });
  });
  crowd = new Crowd(server, { limits: { ...LIMITS, ...limits }, ...options });
  await once(server.listen(0, '127.0.0.1'), 'listening');
}

/** Opens a connection from one of this machine's addresses and sends that. */
async function open(bytes: string, localAddress = '127.0.0.1'): Promise<Client> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true });
  const client: Client = { socket, text: '', ended: false };
  clients.add(client);
  socket.on('data', (chunk: Buffer) => (client.text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('end', () => (client.ended = true));
  socket.on('close', () => (client.ended = true));
  await once(socket, 'connect');
  socket.write(bytes);
  return client;
}
async function openMany(count: number, bytes: string, localAddress?: string): Promise<Client[]> {
  const opened: Client[] = [];
  // One after another, so that their order is known.
  for (let index = 0; index < count; index++) opened.push(await open(bytes, localAddress));
  return opened;
}
const answered = (client: Client) =>
  until(() => Promise.resolve(client.text.includes('\r\n\r\nok')), 'an answer');
const inCrowd = (count: number) => until(() => Promise.resolve(crowd.size === count), `${count} connections`);
const ended = (list: readonly Client[]) => list.map((client) => client.ended);

afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  clients.clear();
  waiting.forEach((send) => send());
  waiting = [];
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

describe('of the connections of one address', () => {
  test('the oldest on which nothing whole has come goes first', async () => {
    await start();
    const half = await openMany(9, HALF);
    await inCrowd(6);
    await until(() => Promise.resolve(ended(half).filter(Boolean).length === 3), 'three to go');
    expect(ended(half)).toEqual([true, true, true, ...Array<boolean>(6).fill(false)]);
  });

  test('one whose request has come is answered, however many came after it', async () => {
    await start();
    const slow = await open(WHOLE.replace('/', '/slow'));
    await until(() => Promise.resolve(waiting.length === 1), 'the request');
    await openMany(30, HALF);
    await inCrowd(7);
    waiting[0]!();
    await answered(slow);
  });

  test('newcomers are answered among those that send nothing whole', async () => {
    await start();
    for (let round = 0; round < 5; round++) {
      await openMany(8, HALF);
      await answered(await open(WHOLE));
    }
  });

  test('the one idle longest goes first where most are idle', async () => {
    await start({ perAddressMax: 4 });
    const idle = await openMany(4, WHOLE);
    await Promise.all(idle.map(answered));
    await answered(await open(WHOLE));
    await until(() => Promise.resolve(idle[0]!.ended), 'the first to go');
    expect(ended(idle)).toEqual([true, false, false, false]);
  });

  test('a kept connection is no newcomer: it is asked again and answered', async () => {
    await start();
    const kept = await open(WHOLE);
    await answered(kept);
    kept.text = '';
    await openMany(8, HALF);
    kept.socket.write(WHOLE);
    await answered(kept);
  });

  test('none goes that speaks for many', async () => {
    await start({}, { addressOf: () => undefined });
    await openMany(18, HALF);
    await inCrowd(18);
  });
});

describe('where there are more than the server holds', () => {
  test('one of the address goes that has the most', async () => {
    await start({ unfinishedPerAddressMax: 12 });
    const few = await openMany(3, HALF, '127.0.0.2');
    await openMany(12, HALF, '127.0.0.3');
    await openMany(12, HALF, '127.0.0.4');
    await inCrowd(20);
    expect(ended(few)).toEqual([false, false, false]);
    await answered(await open(WHOLE, '127.0.0.5'));
    expect(ended(few)).toEqual([false, false, false]);
  });

  test('one goes that has yet to take its answer, the oldest of the address that has the most', async () => {
    await start({ connectionsMax: 10 }, { answer: 'x'.repeat(20_000_000) });
    const taken: Socket[] = [];
    server.on('connection', (socket: Socket) => taken.push(socket));
    const sending = async (count: number, address: string): Promise<void> => {
      for (const { socket } of await openMany(count, WHOLE, address)) socket.pause();
    };
    await sending(4, '127.0.0.2');
    await sending(6, '127.0.0.3');
    await until(() => Promise.resolve(taken.every(({ bytesWritten }) => bytesWritten > 0)), 'the answers');
    const late = await open(WHOLE, '127.0.0.4');
    await until(() => Promise.resolve(late.text.endsWith('xxx')), 'an answer to the newcomer');
    const gone = taken.filter(({ destroyed }) => destroyed);
    expect(gone).toEqual([taken[4]]);
  });

  test('a newcomer goes where all others are being worked on', async () => {
    await start({ connectionsMax: 3 });
    await openMany(3, WHOLE.replace('/', '/slow'));
    await until(() => Promise.resolve(waiting.length === 3), 'the requests');
    const late = await open(HALF);
    await until(() => Promise.resolve(late.ended), 'it to go');
    await inCrowd(3);
  });
});

describe('a connection on which nothing goes on', () => {
  test('in a request hears so, and goes though it never closes', async () => {
    await start({ stallMs: 300 }, { stalled: (socket) => endWith(socket, 'too slow') });
    const half = await open(HALF);
    await until(() => Promise.resolve(half.text === 'too slow' && half.ended), 'a word');
    await inCrowd(0);
  });

  test('in a request stays as long as it goes on a little', async () => {
    await start({ stallMs: 2_500 });
    const slow = await open('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n');
    for (const byte of 'abcde') {
      await new Promise((done) => setTimeout(done, 700));
      slow.socket.write(byte);
    }
    await answered(slow);
  });

  test('in taking its answer goes', async () => {
    await start({ lingerMs: 300 }, { answer: 'x'.repeat(20_000_000) });
    const deaf = await open(WHOLE);
    deaf.socket.pause();
    await inCrowd(0);
  });

  test('between requests stays', async () => {
    await start({ stallMs: 100, lingerMs: 100 });
    const kept = await open(WHOLE);
    await answered(kept);
    await new Promise((done) => setTimeout(done, 1_500));
    expect(kept.ended).toBe(false);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { FULL } from '../support/fullForm.js';
import { LiveClient } from '../support/liveClient.js';
import { memoryKeys, startToyGateway } from '../gateway/support/toys.js';
import type { ToyGateway } from '../gateway/support/toys.js';
import { village } from '../gateway/support/village.js';

jest.setTimeout(600_000);

const PROGRAM = new URL('./floodProcess.mjs', import.meta.url).pathname;
/** In full 10,000 against the limits that we ship; otherwise as many of a tenth, against a tenth of them. */
const COUNT = FULL ? 10_000 : 1_000;
const LIMITS: Record<string, string> = FULL
  ? {}
  : {
      HTTP_CONNECTIONS_MAX: '410',
      HTTP_CONNECTIONS_PER_ADDRESS_MAX: '205',
      HTTP_UNFINISHED_PER_ADDRESS_MAX: '102',
    };
const FRESH = 10;
/** One alone takes a few milliseconds; beside a flood on a machine that does other things it may take much longer. */
const ANSWER_MS = 20_000;

let gateway: ToyGateway;
beforeAll(async () => {
  const keys = memoryKeys();
  const { membership, governance } = village(keys);
  gateway = await startToyGateway(keys, [membership, governance], LIMITS);
});
afterAll(() => gateway.stop());

/** Floods the gateway from another process, until all connections have come and the work is done. */
async function flooded(packet: string, from: readonly string[], work: () => Promise<void>): Promise<void> {
  const { port } = new URL(gateway.url);
  const child = spawn(process.execPath, [PROGRAM, port, JSON.stringify(packet), String(COUNT), from.join()]);
  const ended = once(child, 'exit');
  let opened = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    opened = Number(chunk.toString().trim().split('\n').at(-1));
  });
  const come = async (count: number): Promise<void> => {
    while (opened < count && child.exitCode === null) await sleep(20);
  };
  try {
    await come(COUNT / 5);
    await work();
    await come(COUNT);
    await work();
  } finally {
    child.stdin.end();
    await ended;
  }
}

/** Asks over a connection of its own. */
function ask(localAddress: string): Promise<unknown> {
  return new Promise((done, failed) => {
    const sending = request(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
      localAddress,
      timeout: ANSWER_MS,
    });
    sending.on('timeout', () => sending.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
    sending.on('error', failed);
    sending.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => done(JSON.parse(text)));
    });
    sending.end('{"query":"{ me }"}');
  });
}

async function askAfresh(localAddress: string): Promise<void> {
  for (let count = 0; count < FRESH; count++) expect(await ask(localAddress)).toEqual({ data: { me: null } });
}

const HALF = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const UPGRADE =
  'GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n' +
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n';

describe('fresh clients get in', () => {
  const floods = [
    { name: 'a byte', packet: 'P' },
    { name: 'half a head', packet: HALF },
    { name: 'a head and half a body', packet: `${HALF}content-length: 100\r\n\r\n{"query":` },
    { name: 'what is no HTTP', packet: '\u0001' },
    { name: 'an upgrade, and no greeting', packet: UPGRADE },
  ];

  test.each(floods)('while connections come that send $name and never close', async ({ packet }) => {
    await flooded(packet, ['127.0.0.2', '127.0.0.3', '127.0.0.4'], () => askAfresh('127.0.0.5'));
  });

  test('also where all share one address', async () => {
    await flooded(HALF, ['127.0.0.1'], () => askAfresh('127.0.0.1'));
  });

  test('and may subscribe, also where all share one address', async () => {
    await flooded(UPGRADE, ['127.0.0.1'], async () => {
      const client = await LiveClient.signedIn(gateway.url);
      client.ask('1', '{ me }');
      expect((await client.next())?.payload).toEqual({ data: { me: null } });
      await client.close();
    });
  });
});

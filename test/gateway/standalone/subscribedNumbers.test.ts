import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { sourceOf } from '../../../gateway/standalone/subscriptions/sourceOf.js';
import { parseExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { httpServer } from '../engine/transport/subgraphServers.js';

const LIMITS = {
  connectTimeoutMs: 10_000,
  openTimeoutMs: 10_000,
  pingMs: 10_000,
  answerBytesMax: 1_000_000,
  errorsMax: 10,
};
const WRITTEN = '{"v":[9007199254740993,1.50,{"a":-0}]}';

async function subscribeTo(address: string): Promise<void> {
  const { subscribe, close } = sourceOf(address, LIMITS);
  const variables = parseExact(WRITTEN) as Record<string, unknown>;
  const request = { query: 'subscription ($v: Any) { a(v: $v) }', variables, headers: {} };
  for await (const answer of subscribe(request, new AbortController().signal))
    expect(answer.data).toEqual({ a: 1 });
  await close();
}

test('numbers in the variables of a subscription by server-sent events go as they were written', async () => {
  const server = await httpServer((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('event: next\ndata: {"data":{"a":1}}\n\nevent: complete\n\n');
  });
  await subscribeTo(server.url);
  expect(server.asked.map(({ body }) => body)).toEqual([expect.stringContaining(`"variables":${WRITTEN}`)]);
  await server.stop();
});

test('numbers in the variables of a subscription by a WebSocket go as they were written', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'graphql-transport-ws',
  });
  await once(server, 'listening');
  const heard: string[] = [];
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      if (heard.length === 1) return socket.send('{"type":"connection_ack"}');
      socket.send('{"type":"next","id":"1","payload":{"data":{"a":1}}}');
      socket.send('{"type":"complete","id":"1"}');
    }),
  );
  await subscribeTo(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(heard[1]).toContain(`"variables":${WRITTEN}`);
  server.close();
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Drain } from '../../../subgraphs/kit/http/drain.js';
import { listen } from '../../../subgraphs/kit/http/http.js';

/** Whoever waits for this long has not passed. */
const HOUR_MS = 3_600_000;
const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

describe('a server that comes to its end', () => {
  let drain: Drain;
  let port: number;
  let asked: Promise<ServerResponse>;
  const clients: Socket[] = [];

  beforeEach(async () => {
    const server = createServer();
    drain = new Drain(server);
    asked = new Promise((done) =>
      server.on('request', (request, response: ServerResponse) => {
        drain.heard(request.socket);
        done(response);
      }),
    );
    await listen(server, '127.0.0.1', 0);
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => clients.splice(0).forEach((client) => client.destroy()));

  async function client(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    clients.push(socket);
    await once(socket, 'connect');
    return socket.resume();
  }

  it('waits for no connection that has asked nothing, nor for one that has its answer', async () => {
    const [silent, answered] = [await client(), await client()];
    answered.write(REQUEST);
    (await asked).end('done');
    await once(answered, 'data');
    const left = [silent, answered].map((socket) => once(socket, 'close'));
    await drain.end(HOUR_MS);
    await Promise.all(left);
  });

  it('waits for a request that is under way, and ends with its answer', async () => {
    const socket = await client();
    socket.write(REQUEST);
    const response = await asked;
    let hasEnded = false;
    const ended = drain.end(HOUR_MS).then(() => (hasEnded = true));
    await expect(client()).rejects.toThrow('ECONNREFUSED');
    expect(hasEnded).toBe(false);
    response.end('late');
    await ended;
  });

  it('cuts what is still under way after the time for it', async () => {
    const socket = await client();
    socket.write(REQUEST);
    await asked;
    const cut = once(socket, 'close');
    await Promise.all([drain.end(10), cut]);
  });

  it('ends once, however often it is told', async () => {
    expect(drain.hasBegun).toBe(false);
    const ends = [drain.end(HOUR_MS), drain.end(1)];
    expect(drain.hasBegun).toBe(true);
    await Promise.all(ends);
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { httpServer, LIMITS, linkTo, rawServer, request, sendJson, someone } from './subgraphServers.js';
import type { TestServer } from './subgraphServers.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type LinkOptions = Parameters<typeof linkTo>[1];

function linked(server: TestServer, options?: LinkOptions) {
  const link = linkTo(server, options);
  closing.push(() => link.close(), server.stop);
  return link;
}

describe('a request', () => {
  test('is a POST of one JSON object, with the headers that were made for it', async () => {
    const server = await httpServer((response) => sendJson(response, { data: { me: 'Ada' } }));
    const link = linked(server, {
      headersOf: (_, { kind }, body) => ({ kind, length: String(body.length) }),
    });
    const query = 'query Me($a: String) { me(a: $a) }';
    const variables = { a: 'ü"' };
    const answer = await link.send(
      request(query, { operationName: 'Me', variablesJson: JSON.stringify(variables) }),
      someone(),
    );
    expect(answer).toEqual({ data: { me: 'Ada' } });
    const [asked] = server.asked;
    expect(JSON.parse(asked!.body)).toEqual({ query, operationName: 'Me', variables });
    expect(asked).toMatchObject({ method: 'POST', url: '/graphql' });
    expect(asked!.headers).toMatchObject({
      kind: 'query',
      length: String(asked!.body.length),
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    });
    expect(asked!.headers).not.toHaveProperty('accept-encoding');
  });

  test('without variables or a name has neither', async () => {
    const server = await httpServer((response) => sendJson(response, { data: {} }));
    await linked(server).send(request('{ me }'), someone());
    expect(server.asked[0]?.body).toBe('{"query":"{ me }"}');
  });

  test('goes over a connection that is kept', async () => {
    const server = await httpServer((response) => sendJson(response, { data: {} }));
    const link = linked(server);
    for (let sent = 0; sent < 5; sent += 1) await link.send(request('{ me }'), someone());
    expect(server.asked).toHaveLength(5);
    // A socket is free again a turn after its answer came, so that the next request may open a second one.
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  test('beyond those that may wait is refused, and the others are answered', async () => {
    const server = await httpServer((response) => setTimeout(() => sendJson(response, { data: {} }), 20));
    const link = linked(server);
    const sent = await Promise.allSettled(
      Array.from({ length: 10 }, () => link.send(request('{ me }'), someone())),
    );
    const codes = sent.map((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : 'ok',
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(8);
    expect(codes.filter((code) => code === 'SUBGRAPH_OVERLOADED')).toHaveLength(2);
    expect(server.connections).toBe(4);
    await expect(link.send(request('{ me }'), someone())).resolves.toEqual({ data: {} });
  });

  test('whose time ends while it waits for a socket is never sent', async () => {
    const server = await httpServer(() => undefined);
    const link = linked(server, {
      limits: { ...LIMITS, connectionsMax: 1, waitingMax: 1, timeoutMs: 150 },
    });
    const first = link.send(request('{ first }'), someone());
    const second = link.send(request('{ second }'), someone(20));
    await expect(second).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    await expect(first).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(server.asked.map(({ body }) => body)).toEqual(['{"query":"{ first }"}']);
  });

  test('whose time is over is not begun', async () => {
    const server = await httpServer((response) => sendJson(response, { data: {} }));
    const late = linked(server).send(request('{ me }'), someone(0));
    await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(server.connections).toBe(0);
  });
});

describe('a second try', () => {
  const good = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"data":{}}';
  const hangUpOnce = () =>
    rawServer((socket, count) => (count === 1 ? socket.destroy() : void socket.write(good)));

  test('is made for a query whose connection ended before an answer', async () => {
    const server = await hangUpOnce();
    await expect(linked(server).send(request('{ me }'), someone())).resolves.toEqual({ data: {} });
    expect(server.connections).toBe(2);
  });

  test('is never made for a mutation', async () => {
    const server = await hangUpOnce();
    const sent = linked(server).send(request('mutation { pay }'), someone());
    await expect(sent).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(server.connections).toBe(1);
  });

  test('is the last', async () => {
    const server = await rawServer((socket) => socket.destroy());
    const sent = linked(server).send(request('{ me }'), someone());
    await expect(sent).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(server.connections).toBe(2);
  });

  test('is not made once an answer has begun', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"da');
      setTimeout(() => socket.destroy(), 20);
    });
    const sent = linked(server).send(request('{ me }'), someone());
    await expect(sent).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(server.connections).toBe(1);
  });

  test('finds out that nobody listens', async () => {
    const server = await httpServer(() => undefined);
    await server.stop();
    const link = linkTo(server);
    closing.push(() => link.close());
    await expect(link.send(request('{ me }'), someone())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  });
});

describe('an answer', () => {
  const error = { message: 'no', extensions: { code: 'FORBIDDEN' } };
  const json = 'application/json';
  const own = 'application/graphql-response+json';
  const taken = [
    { name: 'with data and errors', type: json, status: 200, body: { data: null, errors: [error] } },
    {
      name: 'of GraphQL in its own type, whatever the status',
      type: own,
      status: 422,
      body: { errors: [error] },
    },
    { name: 'in JSON with a status of failure', type: json, status: 400, body: { errors: [error] } },
    {
      name: 'with a charset that is ours',
      type: `${json}; charset="UTF-8"`,
      status: 200,
      body: { data: {} },
    },
  ];
  test.each(taken)('$name is taken', async ({ type, status, body }) => {
    const server = await httpServer((response) => sendJson(response, body, { 'content-type': type }, status));
    await expect(linked(server).send(request('{ me }'), someone())).resolves.toEqual(body);
  });

  test.each([
    ['errors', { data: { me: null }, errors: null }],
    ['errors and extensions', { data: { me: null }, errors: null, extensions: null }],
  ])('whose %s are null has none', async (_, body) => {
    const server = await httpServer((response) => sendJson(response, body));
    await expect(linked(server).send(request('{ me }'), someone())).resolves.toEqual({ data: { me: null } });
  });

  test('in pieces that part a character is put together', async () => {
    const bytes = Buffer.from(JSON.stringify({ data: { name: 'Zürich €' } }));
    const server = await httpServer((response) => {
      response.writeHead(200, { 'content-type': json });
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    const answer = await linked(server).send(request('{ name }'), someone());
    expect(answer.data).toEqual({ name: 'Zürich €' });
  });

  test('has so many errors as may be passed on, and one that counts the others', async () => {
    const errors = Array.from({ length: 1_000 }, (_, index) => ({
      message: `no ${index}`,
      path: ['me', index],
      locations: [{ line: 1, column: 1 }],
    }));
    const server = await httpServer((response) => sendJson(response, { data: null, errors }));
    const answer = await linked(server).send(request('{ me }'), someone());
    expect(answer.errors).toEqual([
      ...[0, 1, 2].map((index) => ({ message: `no ${index}`, path: ['me', index] })),
      {
        message: 'A service reported more errors than are passed on.',
        extensions: { code: 'SUBGRAPH_ERRORS_OMITTED', retry: 'corrected', count: 997 },
      },
    ]);
  });

  test('in a compression that was asked for is unpacked', async () => {
    const server = await httpServer((response) => {
      response.writeHead(200, { 'content-type': json, 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify({ data: { me: 'Ada' } })));
    });
    const link = linked(server, { encodings: ['gzip', 'br'] });
    await expect(link.send(request('{ me }'), someone())).resolves.toEqual({ data: { me: 'Ada' } });
    expect(server.asked[0]?.headers['accept-encoding']).toBe('gzip, br');
  });
});

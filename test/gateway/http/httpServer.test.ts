// cspell:ignore fpackage
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Route } from '../../../subgraphs/kit/http/http.js';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const PAGE = 'https://app.example';
const keys = memoryKeys();
const { membership, governance } = village(keys);

let release: () => void = () => undefined;
let arrived: () => void = () => undefined;
/** Resolves when the next request has come as far as the slow route. */
const arrival = (): Promise<void> => new Promise((done) => (arrived = done));
const slow: Route = {
  method: 'POST',
  path: '/webhooks/slow',
  bodyBytesMax: 10,
  handle: ({ body }) =>
    new Promise((done) => {
      release = () => done({ status: 202, body: `got ${body.toString()}` });
      arrived();
    }),
};
const broken: Route = {
  method: 'GET',
  path: '/broken',
  bodyBytesMax: 0,
  handle: () => Promise.reject(new Error('secret detail')),
};

function start(environment: Record<string, string> = {}): Promise<ToyGateway> {
  return startToyGateway(keys, [membership, governance], environment, [slow, broken]);
}

let gateway: ToyGateway;
/** Waits for nobody; a busy machine may take longer to send a quarter of a MiB than it allows. */
let hasty: ToyGateway;
beforeAll(async () => {
  gateway = await start({ CORS_ORIGINS: `${PAGE}, https://other.example` });
  hasty = await start({ HTTP_HEADER_TIMEOUT_MS: '300', HTTP_BODY_TIMEOUT_MS: '600' });
});
afterAll(() => Promise.all([gateway.stop(), hasty.stop()]));

function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

/** Sends bytes as they are and reads until the other side closes. */
function raw(bytes: string, { url } = gateway): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', failed);
    socket.on('close', () => done(text));
  });
}

describe('a body', () => {
  const padded = (bytes: number): string => {
    const rest = '{"query":"{ me }","variables":{},"extensions":{"x":""}}';
    return rest.replace('""', `"${'x'.repeat(bytes - rest.length)}"`);
  };

  test('of the largest size is read', async () => {
    const reply = await readReply(await post(padded(256 * 1024)));
    expect(reply.body).toEqual({ data: { me: null } });
  });

  test.each([
    ['one byte more', 256 * 1024 + 1],
    ['twice as much', 512 * 1024],
  ])('of %s is refused, and the refusal arrives', async (_, bytes) => {
    const { status, body } = await readReply(await post(padded(bytes)));
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'BODY_TOO_LARGE',
      retry: 'corrected',
      limit: 262_144,
    });
  });

  test('is not waited for when its length announces too much', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 999999999\r\n\r\n';
    expect(await raw(head)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('that lies about its length by chunks is cut off', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(await raw(head + chunk.repeat(17))).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each([
    ['of no type', undefined, '{"query":"{me}"}', 415],
    ['of a form, as foreign pages can send', 'application/x-www-form-urlencoded', 'query={me}', 415],
    ['of plain text, as foreign pages can send', 'text/plain', '{"query":"{me}"}', 415],
    ['in another charset', 'application/json; charset=utf-16', '{"query":"{me}"}', 415],
    ['that is no JSON', 'application/json', '{"query"', 400],
    ['that is a list', 'application/json', '[{"query":"{me}"}]', 400],
    ['that is empty', 'application/json', '', 400],
    ['without a query', 'application/json', '{"variables":{}}', 400],
    ['with a query that is no text', 'application/json', '{"query":{"kind":"Document"}}', 400],
    ['with variables that are a list', 'application/json', '{"query":"{me}","variables":[1]}', 400],
    [
      'that names a stored operation by no digest',
      'application/json',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
      400,
    ],
  ])('%s is refused', async (_, type, body, status) => {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: type ? { 'content-type': type } : {},
      body: Buffer.from(body),
    });
    const { codes, body: answer } = await readReply(reply);
    expect(reply.status).toBe(status);
    expect(codes).toEqual([status === 415 ? 'UNSUPPORTED_MEDIA_TYPE' : 'BAD_REQUEST']);
    expect(answer.data).toBeUndefined();
  });

  test('of bytes that are no text is refused', async () => {
    expect((await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).status).toBe(400);
  });
});

describe('a slow or oversized sender', () => {
  test('of headers is cut off', async () => {
    const answer = await raw('POST /graphql HTTP/1.1\r\nhost: x\r\n', hasty);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"BODY_TOO_SLOW"/s);
  });

  test('of a body is cut off', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    expect(await raw(head, hasty)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('of a body, byte by byte, is cut off all the same', async () => {
    const { hostname, port } = new URL(hasty.url);
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n';
    const answer = await new Promise<string>((done) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write(head));
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('data', (chunk) => (text += chunk.toString()));
      // Writing to a connection that was cut is an error, and what this waits for.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drip);
        done(text);
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('of headers beyond the limit is refused', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  test('of what is no HTTP is refused', async () => {
    expect(await raw('SSH-2.0-OpenSSH_9.2\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"BAD_REQUEST"/s);
  });
});

describe('a request from a browser', () => {
  const query = `/graphql?query=${encodeURIComponent('{ me }')}`;

  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };

  test.each([
    ['by its page', { ...browser, 'sec-fetch-site': 'cross-site' }],
    ['by a page of a sister site', { ...browser, 'sec-fetch-site': 'same-site' }],
    ['that says nothing of its page', browser],
    ['that names its origin', { origin: 'https://evil.example' }],
    ['that names its page', { referer: 'https://evil.example/page' }],
    ['with an empty word that it asked', { ...browser, 'apollo-require-preflight': '' }],
    ['of a type that needs no asking', { ...browser, 'content-type': 'text/plain' }],
  ])('by GET that a foreign page could make unasked is refused: %s', async (_, headers) => {
    const { status, codes } = await readReply(await fetch(gateway.url + query, { headers }));
    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
  });

  test.each([
    [
      'by a page that was allowed to',
      { ...browser, 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': '1' },
    ],
    ['by a page of ours', { ...browser, 'sec-fetch-site': 'same-origin' }],
    ['by hand', { ...browser, 'sec-fetch-site': 'none' }],
    ['by a program', { 'user-agent': 'curl/8.5.0' }],
  ])('by GET that was asked for is answered: %s', async (_, headers) => {
    const { body } = await readReply(await fetch(gateway.url + query, { headers }));
    expect(body).toEqual({ data: { me: null } });
  });

  test('by GET never changes anything', async () => {
    const mutation = `/graphql?query=${encodeURIComponent('mutation { rename(id: "coop_1", name: "x") { id } }')}`;
    const reply = await fetch(gateway.url + mutation, { headers: { 'apollo-require-preflight': '1' } });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('POST');
    expect((await readReply(reply)).codes).toEqual(['BAD_REQUEST']);
  });

  test.each([
    ['on the list gets permission', PAGE, PAGE],
    ['not on the list gets none', 'https://evil.example', null],
    ['that extends one on the list gets none', `${PAGE}.evil.example`, null],
    ['of no name gets none', 'null', null],
  ])('whose origin is %s', async (_, origin, allowed) => {
    const preflight = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(preflight.headers.get('access-control-allow-headers') === null).toBe(allowed === null);
    const reply = await post('{"query":"{ me }"}', { origin });
    expect(reply.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')).toBe('origin');
  });
});

describe('a viewer', () => {
  test('whose token is bad hears so with 401, and nothing is executed', async () => {
    membership.asked.length = 0;
    const { status, codes, headers } = await gateway.ask('{ me }', {}, { authorization: 'Bearer a.b.c' });
    expect({ status, codes }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(membership.asked).toEqual([]);
  });

  test('whose token has expired hears that', async () => {
    const token = gateway.issuer.token({}, { expiresIn: -60 });
    const { body } = await gateway.ask('{ me }', {}, { authorization: `Bearer ${token}` });
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'UNAUTHENTICATED',
      retry: 'corrected',
      expired: true,
    });
  });

  test('is judged before the document', async () => {
    const { codes } = await gateway.ask(
      '{ ...f } fragment f on Query { ...f }',
      {},
      { authorization: 'Bearer a.b.c' },
    );
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a path', () => {
  test('that is not served is refused', async () => {
    const { status, codes } = await readReply(await fetch(`${gateway.url}/nowhere`));
    expect({ status, codes }).toEqual({ status: 404, codes: ['NO_SUCH_PATH'] });
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('is not answered by %s', async (method) => {
    const reply = await fetch(`${gateway.url}/graphql`, { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, POST');
    expect((await readReply(reply)).codes).toEqual(['METHOD_NOT_ALLOWED']);
  });

  test('that leads out of the folder of the IDE is not served', async () => {
    for (const path of ['/ide/../package.json', '/ide/..%2f..%2fpackage.json', '//etc/passwd', '/ide/']) {
      expect(await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 404 /,
      );
    }
  });

  test('of a service is answered by it, within its own limit', async () => {
    const url = `${gateway.url}/webhooks/slow`;
    const here = arrival();
    const pending = fetch(url, { method: 'POST', body: 'event' });
    await here;
    release();
    expect(await (await pending).text()).toBe('got event');
    expect((await fetch(url, { method: 'POST', body: 'more than ten' })).status).toBe(413);
  });

  test('of a service that fails is masked', async () => {
    const reply = await fetch(`${gateway.url}/broken`, { headers: { 'request-id': 'request-0009' } });
    const { status, body } = await readReply(reply);
    expect(status).toBe(500);
    expect(body.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', retry: 'later', requestId: 'request-0009' },
      },
    ]);
    const line = gateway.logged.find(({ requestId, err }) => requestId === 'request-0009' && err);
    expect(line).toMatchObject({ err: { message: 'secret detail' } });
  });

  test('of health and readiness says how things are', async () => {
    expect(await (await fetch(`${gateway.url}/health`)).json()).toEqual({ status: 'ok' });
    governance.fault = 'down';
    const reply = await fetch(`${gateway.url}/ready`);
    governance.fault = 'none';
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({
      status: 'ready',
      subgraphs: { membership: 'up', governance: 'down' },
    });
  });

  test('of readiness sends people away when no service would answer', async () => {
    const statusSoon = async (wanted: number): Promise<unknown> => {
      const until = performance.now() + 2_000;
      for (;;) {
        const reply = await fetch(`${gateway.url}/ready`);
        if (reply.status === wanted || performance.now() > until) return reply.json();
        await sleep(20);
      }
    };
    membership.fault = governance.fault = 'down';
    expect(await statusSoon(503)).toEqual({
      status: 'not ready',
      subgraphs: { membership: 'down', governance: 'down' },
    });
    membership.fault = governance.fault = 'none';
    expect(await statusSoon(200)).toMatchObject({ status: 'ready' });
  });

  test('of the token keys gives them', async () => {
    const reply = await fetch(`${gateway.url}/.well-known/jwks.json`);
    expect(await reply.json()).toMatchObject({
      keys: [{ kid: gateway.issuer.kid, kty: 'EC', alg: 'ES256' }],
    });
  });
});

describe('a refusal', () => {
  const long = 'Long'.repeat(4_000);
  const names = Array.from({ length: 30 }, (_, index) => `x${index}${'y'.repeat(300)}`);
  const fields = names.slice(0, 9).map((name) => `cooperatives(first: $${name}) { nodes { id } }`);
  const cases: [string, object, Record<string, string>?][] = [
    ['a field', { query: `{ ${long} }` }],
    ['many fields', { query: `{ ${names.join(' ')} }` }],
    ['an argument', { query: `{ cooperative(${long}: 1) { id } }` }],
    ['a type', { query: `query ($v: ${long}) { me }` }],
    ['a directive', { query: `{ me @${long} }` }],
    ['a fragment', { query: `{ ...${long} }` }],
    ['a fragment that spreads itself', { query: `{ ...${long} } fragment ${long} on Query { ...${long} }` }],
    ['an operation', { query: 'query A { me } query B { me }', operationName: long }],
    ['a variable', { query: `query ($${long}: ID!) { cooperative(id: $${long}) { id } }` }],
    [
      'the value of a variable',
      { query: 'query ($v: Int!) { cooperatives(first: $v) { nodes { id } } }', variables: { v: long } },
    ],
    [
      'many values of variables',
      {
        query: `query (${names.map((name) => `$${name}: Int`).join()}) { ${fields.join()} }`,
        variables: Object.fromEntries(names.map((name) => [name, long.slice(0, 2_000)])),
      },
    ],
    ['a text in the document', { query: `{ cooperatives(first: "${long}") { nodes { id } } }` }],
    ['what is no GraphQL', { query: `{ me ${long}"` }],
    ['a digest', { extensions: { persistedQuery: { version: 1, sha256Hash: long } } }],
    ['a token', { query: '{ me }' }, { authorization: `Bearer ${long.slice(0, 8_000)}` }],
    ['a position', { query: '{ me }' }, { 'journal-position': long.slice(0, 8_000) }],
    ['a request id', { query: '{ nowhere }' }, { 'request-id': long.slice(0, 8_000) }],
    ['a content type', { query: '{ me }' }, { 'content-type': `text/${long.slice(0, 8_000)}` }],
    ['a compression', { query: '{ me }' }, { 'content-encoding': long.slice(0, 8_000) }],
  ];

  test.each(cases)('repeats little of %s', async (_, asked, headers = {}) => {
    const reply = await post(JSON.stringify(asked), headers);
    const { errors } = (await reply.json()) as { errors: { message: string; extensions: object }[] };
    expect(errors.length).toBeGreaterThan(0);
    const told = errors.map(({ message, extensions }) => {
      const { code: _code, retry: _retry, ...facts } = extensions as Record<string, unknown>;
      return message + (Object.keys(facts).length > 0 ? JSON.stringify(facts) : '');
    });
    expect(Buffer.byteLength(told.join(''))).toBeLessThanOrEqual(1_024);
    for (const [name, value] of reply.headers) expect(`${name}: ${value}`.length).toBeLessThan(300);
  });
});

describe('a request target', () => {
  const get = (target: string, accept = '*/*'): Promise<string> =>
    raw(`GET ${target} HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\nconnection: close\r\n\r\n`);
  const query = encodeURIComponent('{ me }');

  test.each([
    `http://coop.example/graphql?query=${query}`,
    `HTTP://coop.example:4000/graphql?query=${query}`,
    `https://coop.example/graphql?query=${query}`,
    `/graphql?query=${query}`,
  ])('in any form that a client may send is read: %s', async (target) => {
    expect(await get(target)).toMatch(/^HTTP\/1\.1 200 .*{"data":{"me":null}}/s);
  });

  test.each([
    'http://coop.example',
    'http://coop.example?x',
    'http:///health',
    '//x/graphql',
    'ftp://x/health',
  ])('that names nothing here does no harm: %s', async (target) => {
    expect(await get(target)).toMatch(/^HTTP\/1\.1 (200|400|404) /);
  });

  test.each([
    ['variables, extensions and an operation name', 'variables=&extensions=&operationName='],
    ['a digest', 'documentId='],
  ])('whose %s are empty leaves them out', async (_, empty) => {
    expect(await get(`/graphql?query=${query}&${empty}`)).toMatch(/{"data":{"me":null}}/);
  });

  test('whose query is empty asks nothing', async () => {
    expect(await get('/graphql?query=&variables=')).toMatch(/^HTTP\/1\.1 400 .*"BAD_REQUEST"/s);
  });

  test('keeps what stands behind a second question mark', async () => {
    expect(await get('/graphql?query={cooperative(id:"a?b"){id}}')).toContain('"id":"a?b"');
  });

  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  test.each([
    ['a browser', '/graphql', browser],
    ['a browser with an empty query', '/graphql?query=', browser],
  ])('of /graphql is a page for %s', async (_, target, accept) => {
    expect(await get(target, accept)).toMatch(/content-type: text\/html/);
  });

  test.each([
    ['who wants none', 'application/json, text/html;q=0'],
    ['who would rather have JSON', 'text/html;q=0.5, application/json'],
    ['who takes anything', '*/*'],
    ['whose types only look like it', 'application/json;note="text/html"'],
  ])('of /graphql is no page for one %s', async (_, accept) => {
    expect(await get('/graphql', accept)).not.toMatch(/content-type: text\/html/);
  });
});

describe('every answer', () => {
  test.each(['/graphql', '/nowhere', '/health', '/', '/ide/main.js'])(
    'of %s has the headers that keep browsers safe',
    async (path) => {
      const { headers } = await fetch(gateway.url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('request-id')).toMatch(/^[\w-]{8,64}$/);
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test('has the request id that was sent, if it is a decent one', async () => {
    const idOf = async (id: string) =>
      (await fetch(`${gateway.url}/health`, { headers: { 'request-id': id } })).headers.get('request-id');
    expect(await idOf('abcdefgh-1')).toBe('abcdefgh-1');
    for (const bad of ['short', 'x'.repeat(65), 'has space inside']) expect(await idOf(bad)).not.toBe(bad);
  });
});

describe('an answer', () => {
  test('that is too large is not sent', async () => {
    const small = await start({ ANSWER_MAX_BYTES: '1024' });
    membership.fault = { data: { me: 'x'.repeat(1_100) } };
    const { body, codes } = await small.ask('{ me }');
    membership.fault = 'none';
    await small.stop();
    expect(codes).toEqual(['ANSWER_TOO_LARGE']);
    expect(body.data).toBeUndefined();
  });
});

describe('an answer that long aliases would make large', () => {
  test('is refused by its cost before anything is fetched', async () => {
    const aliases = Array.from({ length: 50 }, (_, index) => `a${index}${'x'.repeat(850)}: name`).join(' ');
    const asked = membership.asked.length;
    const { status, codes } = await gateway.ask(`{ cooperatives(first: 100) { nodes { ${aliases} } } }`);
    expect({ status, codes }).toEqual({ status: 400, codes: ['COST_EXCEEDED'] });
    expect(membership.asked).toHaveLength(asked);
  });
});

describe('too many requests at once', () => {
  test('are refused until some are answered', async () => {
    const narrow = await start({ HTTP_IN_FLIGHT_MAX: '1' });
    const here = arrival();
    const pending = fetch(`${narrow.url}/webhooks/slow`, { method: 'POST', body: 'x' });
    await here;
    const refused = await fetch(`${narrow.url}/health`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await readReply(refused)).codes).toEqual(['OVERLOADED']);
    release();
    await pending;
    expect((await fetch(`${narrow.url}/health`)).status).toBe(200);
    await narrow.stop();
  });
});

describe('a stop', () => {
  test('lets a running request finish, and takes no more', async () => {
    const stopping = await start();
    const here = arrival();
    const pending = fetch(`${stopping.url}/webhooks/slow`, { method: 'POST', body: 'last' });
    await here;
    const stopped = stopping.stop();
    await expect(fetch(`${stopping.url}/health`)).rejects.toThrow();
    release();
    expect(await (await pending).text()).toBe('got last');
    await stopped;
  });

  test('cuts what does not finish in time', async () => {
    const stopping = await start({ STOP_TIMEOUT_MS: '100' });
    const here = arrival();
    const pending = fetch(`${stopping.url}/webhooks/slow`, { method: 'POST', body: 'x' });
    const cut = expect(pending).rejects.toThrow();
    await here;
    // Nobody releases it.
    await stopping.stop();
    await cut;
  });
});

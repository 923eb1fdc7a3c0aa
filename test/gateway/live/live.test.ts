import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LiveClient, openStream } from '../../support/liveClient.js';
import type { Message } from '../../support/liveClient.js';
import { until } from '../../support/testService.js';
import { metricsOf } from '../support/metrics.js';
import { square } from '../support/square.js';
import type { Square } from '../support/square.js';
import { DID, memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';

jest.setTimeout(30_000);

const CHANGED = 'subscription Watch($id: ID!) { proposalChanged(id: $id) { id step author } }';
const BARE = 'subscription Watch($id: ID!) { proposalChanged(id: $id) { step } }';
const ID = { id: 'prp_1' };
const REFUSED = { errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND', retry: 'never' } }] };
const AWAY = { errors: [{ message: 'No.', extensions: { code: 'PROJECTION_BEHIND', retry: 'later' } }] };

let gateway: ToyGateway;
let place: Square;
const clients: LiveClient[] = [];

async function start(environment: Record<string, string> = {}): Promise<void> {
  const keys = memoryKeys();
  place = square(keys);
  gateway = await startToyGateway(keys, [place.governance, place.membership], environment);
}
async function enter(token?: string): Promise<LiveClient> {
  const client = await LiveClient.signedIn(gateway.url, token);
  clients.push(client);
  return client;
}
async function open(options?: Parameters<typeof LiveClient.open>[1]): Promise<LiveClient> {
  const client = await LiveClient.open(gateway.url, options);
  clients.push(client);
  return client;
}
const codesOf = (errors: { extensions?: Record<string, unknown> }[] = []) =>
  errors.map(({ extensions }) => extensions?.code);
const soon = (seconds: number) => gateway.issuer.token({}, { expiresIn: seconds });
const allGone = () => until(() => Promise.resolve(place.open() === 0), 'every subscription to be let go');

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await gateway.stop();
});

describe('a WebSocket', () => {
  it('carries a subscription, each answer completed by other subgraphs', async () => {
    await start();
    const client = await enter(gateway.issuer.token());
    client.ask('1', CHANGED, ID);
    const step = (count: number) => ({ id: 'prp_1', step: count, author: `author at ${count}` });
    expect(await client.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { proposalChanged: step(1) } },
    });
    place.move();
    expect((await client.next())?.payload).toEqual({ data: { proposalChanged: step(2) } });
    expect(place.governance.asked[0]?.claims).toMatchObject({ sub: DID, tex: expect.any(Number) });
    client.send({ type: 'complete', id: '1' });
    await allGone();
    client.ask('1', BARE, ID);
    expect((await client.next())?.payload).toEqual({ data: { proposalChanged: { step: 2 } } });
  });

  it('carries queries and mutations, which come with their receipts', async () => {
    await start();
    const client = await enter(gateway.issuer.token());
    place.governance.extensions = {
      journalPosition: { service: 'governance', entry: 'jrn_01h455vb4pex5vsknk084sn02q' },
    };
    client.ask('q', '{ me }');
    expect(await client.next()).toEqual({ id: 'q', type: 'next', payload: { data: { me: DID } } });
    expect(await client.next()).toEqual({ id: 'q', type: 'complete' });
    client.ask('m', 'mutation { move(id: "prp_1") { id } }');
    expect((await client.next())?.payload).toMatchObject({
      data: { move: { id: 'prp_1' } },
      extensions: { journalPosition: { service: 'governance' } },
    });
  });

  type Saying = [string, Record<string, string>, (token: string) => Record<string, unknown>];
  const known: Saying[] = [
    ['by the name of the header', {}, (token) => ({ Authorization: `Bearer ${token}` })],
    ['in capitals', {}, (token) => ({ AUTHORIZATION: `Bearer ${token}` })],
    ['twice alike', {}, (token) => ({ authorization: `Bearer ${token}`, Authorization: `Bearer ${token}` })],
    ['and by nothing in its greeting', { authorization: 'given' }, () => ({})],
    ['and by null in its greeting', { authorization: 'given' }, () => ({ authorization: null })],
    [
      'rather than by a stale one of its upgrade',
      { authorization: 'Bearer a.b.c' },
      (token) => ({ Authorization: `Bearer ${token}` }),
    ],
  ];
  it.each(known)('knows its viewer by a token said %s', async (_, given, payload) => {
    await start();
    const token = gateway.issuer.token();
    const headers = given.authorization === 'given' ? { authorization: `Bearer ${token}` } : given;
    const client = await open({ headers });
    client.send({ type: 'connection_init', payload: payload(token) });
    expect((await client.next())?.type).toBe('connection_ack');
    client.ask('q', '{ me }');
    expect((await client.next())?.payload).toEqual({ data: { me: DID } });
  });

  const doubtful: [string, Record<string, string>, Record<string, unknown>, number][] = [
    ['a wrong token by the name of the header', {}, { Authorization: 'Bearer a.b.c' }, 4401],
    ['a wrong token in its upgrade', { authorization: 'Bearer a.b.c' }, {}, 4401],
    ['no token but a password in its upgrade', { authorization: 'Basic eDp5' }, {}, 4401],
    ['a token that is no text', {}, { authorization: { token: 'a.b.c' } }, 4400],
    ['two tokens', {}, { authorization: 'Bearer a.b.c', Authorization: 'Bearer d.e.f' }, 4400],
  ];
  it.each(doubtful)('is closed on %s', async (_, headers, payload, code) => {
    await start();
    const client = await open({ headers });
    client.send({ type: 'connection_init', payload });
    expect((await client.closing()).code).toBe(code);
  });

  it('is nobody’s without a token', async () => {
    await start();
    const client = await enter();
    client.ask('q', '{ me }');
    expect((await client.next())?.payload).toEqual({ data: { me: null } });
  });

  it('answers pings', async () => {
    await start();
    const client = await enter();
    client.send({ type: 'ping' });
    expect(await client.next()).toEqual({ type: 'pong' });
  });

  const asked: [string, string, Record<string, unknown>, string][] = [
    ['that is no GraphQL', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['for a field that there is not', 'subscription { none }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['without its variable', CHANGED, {}, 'BAD_USER_INPUT'],
    ['that is too deep', `{ ${'a { '.repeat(30)} b ${'}'.repeat(30)} }`, {}, 'DEPTH_EXCEEDED'],
    [
      'of two sources',
      'subscription { proposalChanged(id: "a") { id } otherChanged { id } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ];
  it.each(asked)('refuses an operation %s, and stays open', async (_, query, variables, code) => {
    await start();
    const client = await enter();
    client.ask('1', query, variables);
    const message = await client.next();
    expect(message?.type).toBe('error');
    expect(codesOf(message?.payload as [])).toEqual([code]);
    client.ask('1', '{ me }');
    expect((await client.next())?.type).toBe('next');
  });

  it('passes on a refusal with its code, and completes', async () => {
    await start();
    place.greeting = REFUSED;
    const client = await enter();
    client.ask('1', BARE, ID);
    const { payload } = (await client.next())!;
    expect(payload.data).toBeNull();
    expect(codesOf(payload.errors as [])).toEqual(['NOT_FOUND']);
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
    expect(place.opened()).toBe(1);
  });

  const wrong: [string, (client: LiveClient) => void, number][] = [
    ['what is no JSON', (client) => client.socket.send('{'), 4400],
    ['what is no message', (client) => client.send({ type: 'hello' }), 4400],
    ['a second greeting', (client) => client.send({ type: 'connection_init' }), 4429],
    [
      'an id that is in use',
      (client) => {
        client.ask('1', BARE, ID);
        client.ask('1', BARE, ID);
      },
      4409,
    ],
    ['an id that is too long', (client) => client.ask('x'.repeat(129), '{ me }'), 4400],
    [
      'a long id that is in use',
      (client) => {
        client.ask('x'.repeat(128), BARE, ID);
        client.ask('x'.repeat(128), BARE, ID);
      },
      4409,
    ],
    ['a message that is too long', (client) => client.ask('1', `{ me } #${'x'.repeat(2_000)}`), 1009],
  ];
  it.each(wrong)('is closed on %s', async (_, say, code) => {
    await start({ LIVE_MESSAGE_MAX_BYTES: '1024' });
    const client = await enter();
    say(client);
    expect((await client.closing()).code).toBe(code);
    await allGone();
  });

  const strangers: [string, Message, number, string][] = [
    [
      'a token that is none',
      { type: 'connection_init', payload: { authorization: 'Bearer a.b.c' } },
      4401,
      'UNAUTHENTICATED',
    ],
    [
      'a header that is no token',
      { type: 'connection_init', payload: { authorization: 'Basic x' } },
      4401,
      'UNAUTHENTICATED',
    ],
    [
      'positions that are none',
      { type: 'connection_init', payload: { 'journal-position': 'nowhere' } },
      4400,
      'BAD_USER_INPUT',
    ],
    [
      'an operation before a greeting',
      { type: 'subscribe', id: '1', payload: { query: '{ me }' } },
      4401,
      '',
    ],
  ];
  it.each(strangers)('is closed on %s', async (_, message, code, reason) => {
    await start();
    const client = await open();
    client.send(message);
    const closed = await client.closing();
    expect(closed.code).toBe(code);
    if (reason) expect(closed.reason).toBe(reason);
  });

  it('is closed when nobody greets in time', async () => {
    await start({ LIVE_INIT_TIMEOUT_MS: '100' });
    expect((await (await open()).closing()).code).toBe(4408);
  });

  it('that nobody signed in on and that asks nothing goes sooner, and makes room until then', async () => {
    // No ping goes out before the unused one is ended, so that none is missed on a busy machine.
    await start({ LIVE_PING_MS: '1000', LIVE_UNUSED_MS: '300' });
    const [unused, signedIn, asked] = [await enter(), await enter(gateway.issuer.token()), await enter()];
    asked.ask('1', '{ __typename }');
    expect((await asked.next())?.type).toBe('next');
    expect((await asked.next())?.type).toBe('complete');
    expect(await unused.closing()).toEqual({ code: 4410, reason: 'CONNECTION_IDLE' });
    for (const client of [signedIn, asked]) {
      client.ask('2', '{ __typename }');
      expect((await client.next())?.type).toBe('next');
    }
  });

  it('that nobody uses makes room for others of its address at once, the oldest first', async () => {
    await start({ LIVE_CONNECTIONS_PER_ADDRESS_MAX: '4' });
    const asked = await enter();
    asked.ask('1', BARE, ID);
    expect((await asked.next())?.type).toBe('next');
    const signedIn = await enter(gateway.issuer.token());
    const [older, newer] = [await enter(), await enter()];
    const another = await enter();
    expect(await older.closing()).toEqual({ code: 4410, reason: 'CONNECTION_IDLE' });
    const stream = await openStream(gateway.url, BARE, ID);
    expect(await stream.next()).toMatchObject({ data: { proposalChanged: { step: 1 } } });
    expect((await newer.closing()).code).toBe(4410);
    another.ask('1', BARE, ID);
    expect((await another.next())?.type).toBe('next');
    // Now all are in use, and a guest is refused.
    const late = await open();
    late.send({ type: 'connection_init' });
    expect((await late.closing()).code).toBe(4429);
    for (const client of [asked, signedIn]) {
      client.ask('2', '{ __typename }');
      expect((await client.next())?.type).toBe('next');
    }
    stream.close();
  });

  it('of a guest makes room for who has signed in, the oldest first, and so do streams', async () => {
    await start({ LIVE_CONNECTIONS_PER_ADDRESS_MAX: '3' });
    const guests = [await enter(), await enter()];
    for (const guest of guests) {
      guest.ask('1', BARE, ID);
      expect((await guest.next())?.type).toBe('next');
    }
    const stream = await openStream(gateway.url, BARE, ID);
    await stream.next();
    const members = [];
    for (let count = 1; count <= 3; count++) members.push(await enter(gateway.issuer.token()));
    for (const guest of guests)
      expect(await guest.closing()).toEqual({ code: 4429, reason: 'SUBSCRIPTIONS_EXCEEDED' });
    expect(await stream.next()).toMatchObject({
      errors: [{ extensions: { code: 'SUBSCRIPTIONS_EXCEEDED' } }],
    });
    for (const member of members) {
      member.ask('1', '{ __typename }');
      expect((await member.next())?.type).toBe('next');
    }
    // Members give way to nobody, and one question over an event stream takes no place.
    expect(await raw({})).toContain('HTTP/1.1 429 ');
    const asked = await openStream(gateway.url, '{ __typename }');
    expect(await asked.next()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('is closed when nothing is asked for a while, and kept while something is', async () => {
    await start({ LIVE_PING_MS: '100', LIVE_IDLE_MS: '300' });
    const [idle, busy] = [await enter(), await enter()];
    busy.ask('1', BARE, ID);
    await busy.next();
    expect(await idle.closing()).toEqual({ code: 4410, reason: 'CONNECTION_IDLE' });
    place.move();
    expect((await busy.next())?.type).toBe('next');
  });

  it('is cut when nobody answers its pings', async () => {
    await start({ LIVE_PING_MS: '100' });
    const client = await enter();
    client.ask('1', BARE, ID);
    await client.next();
    client.socket.pong = () => undefined;
    (client.socket as unknown as { _autoPong: boolean })._autoPong = false;
    await allGone();
  });

  it('ends with the token, and says so', async () => {
    await start({ TOKEN_CLOCK_TOLERANCE_SECONDS: '0' });
    const client = await enter(soon(2));
    client.ask('1', BARE, ID);
    await client.next();
    expect(await client.closing()).toEqual({ code: 4401, reason: 'TOKEN_EXPIRED' });
    await allGone();
  });

  it('lets go of what it asked when it breaks off', async () => {
    await start();
    const client = await enter();
    client.ask('1', BARE, ID);
    client.ask('2', BARE, ID);
    await client.next();
    await until(() => Promise.resolve(place.open() === 2), 'both');
    client.socket.terminate();
    await allGone();
  });

  it('is cut when more waits for its reader than is kept', async () => {
    await start({ LIVE_UNSENT_EVENTS_MAX: '8', LIVE_UNSENT_MAX_BYTES: '65536' });
    place.padding = 200_000;
    const client = await enter();
    client.ask('1', 'subscription { proposalChanged(id: "prp_1") { step padding } }');
    await client.next();
    client.socket.pause();
    const told = until(() => {
      place.move();
      return Promise.resolve(place.open() === 0);
    }, 'the slow reader to be cut');
    await told;
    client.socket.resume();
    expect(await client.closing()).toEqual({ code: 4413, reason: 'CONSUMER_TOO_SLOW' });
  });

  it('holds as many operations as it may, and no more', async () => {
    await start({ LIVE_SUBSCRIPTIONS_PER_CONNECTION_MAX: '2' });
    const client = await enter();
    for (const id of ['1', '2', '3']) client.ask(id, BARE, ID);
    const messages = [await client.next(), await client.next(), await client.next()];
    const refused = messages.find((message) => message?.type === 'error')!;
    expect(codesOf(refused.payload as [])).toEqual(['SUBSCRIPTIONS_EXCEEDED']);
    client.send({ type: 'complete', id: '1' });
    await until(() => Promise.resolve(place.open() === 1), 'a place');
    client.ask('4', BARE, ID);
    expect((await client.next())?.type).toBe('next');
  });

  it('is one of as many as its viewer may have', async () => {
    await start({ LIVE_CONNECTIONS_PER_VIEWER_MAX: '1' });
    const first = await enter(gateway.issuer.token());
    const second = await open();
    second.send({ type: 'connection_init', payload: { authorization: `Bearer ${gateway.issuer.token()}` } });
    expect(await second.closing()).toEqual({ code: 4429, reason: 'SUBSCRIPTIONS_EXCEEDED' });
    await first.close();
    await until(async () => {
      const again = await open();
      again.send({ type: 'connection_init', payload: { authorization: `Bearer ${gateway.issuer.token()}` } });
      return (await again.next())?.type === 'connection_ack';
    }, 'a place');
  });

  it('is closed with another protocol', async () => {
    await start();
    await expect(open({ protocol: 'graphql-ws' })).rejects.toThrow();
  });

  const doors: [string, Record<string, string>, Parameters<typeof raw>[0], number, string][] = [
    ['to a page of another origin', {}, { origin: 'https://evil.example' }, 403, 'BAD_REQUEST'],
    ['to a page of no origin', {}, { origin: 'null' }, 403, 'BAD_REQUEST'],
    ['at another path', {}, { path: '/health' }, 404, 'NO_SUCH_PATH'],
    ['to one too many', { LIVE_CONNECTIONS_PER_ADDRESS_MAX: '1' }, {}, 429, 'SUBSCRIPTIONS_EXCEEDED'],
  ];
  it.each(doors)('is not opened %s', async (_, environment, given, status, code) => {
    await start(environment);
    if (status === 429) await enter(gateway.issuer.token());
    const answer = await raw(given);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(code);
  });

  it('is opened to pages of listed origins, and to our own', async () => {
    await start({ CORS_ORIGINS: 'https://coop.example' });
    expect(await raw({ origin: 'https://coop.example' })).toContain('HTTP/1.1 101 ');
    expect(await raw({ origin: gateway.url })).toContain('HTTP/1.1 101 ');
  });

  it('is closed when the gateway stops, but after what it had asked was answered', async () => {
    await start();
    const client = await enter();
    client.ask('1', BARE, ID);
    await client.next();
    let answer: (() => void) | undefined;
    const { execute } = place.governance;
    place.governance.execute = async (request) => {
      await new Promise<void>((go) => (answer = go));
      return execute(request);
    };
    client.ask('m', 'mutation { move(id: "prp_1") { id } }');
    await until(() => Promise.resolve(answer !== undefined), 'the mutation to be under way');
    const stopped = gateway.stop();
    answer!();
    expect(await client.next()).toMatchObject({ id: 'm', type: 'next' });
    expect(await client.closing()).toEqual({ code: 1001, reason: 'GOING_AWAY' });
    await stopped;
    expect(place.open()).toBe(0);
  });
});

describe('a stream of events', () => {
  it('carries a subscription', async () => {
    await start();
    const stream = await openStream(gateway.url, CHANGED, ID);
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(await stream.next()).toMatchObject({ data: { proposalChanged: { step: 1 } } });
    place.move();
    expect(await stream.next()).toEqual({
      data: { proposalChanged: { id: 'prp_1', step: 2, author: 'author at 2' } },
    });
    stream.close();
    await allGone();
  });

  it.each([
    ['GET', '/graphql/stream'],
    ['POST', '/graphql'],
  ] as const)('comes by %s to %s, too', async (method, path) => {
    await start();
    const stream = await openStream(gateway.url, BARE, ID, { method, path });
    expect(await stream.next()).toEqual({ data: { proposalChanged: { step: 1 } } });
    stream.close();
    await allGone();
  });

  const streamed = 'text/event-stream; charset=utf-8';
  const plain = 'application/json; charset=utf-8';
  const accepted: [string, string, string][] = [
    ['text/event-stream', streamed, streamed],
    ['TEXT/Event-Stream', streamed, streamed],
    ['text/event-stream, */*;q=0.1', streamed, streamed],
    ['application/json;q=0.2, text/event-stream;q=0.8', streamed, streamed],
    ['application/json;q=0, text/*', streamed, streamed],
    ['application/json, text/event-stream;q=0.1', plain, streamed],
    [
      'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
      'application/graphql-response+json; charset=utf-8',
      streamed,
    ],
    ['application/json, text/event-stream;q=0', plain, 'refused'],
    ['text/event-stream;q=0, */*', plain, 'refused'],
    ['text/event-stream-of-another-kind, application/json', plain, 'refused'],
    ['application/json;profile="text/event-stream", */*', plain, 'refused'],
    ['*/*', plain, 'refused'],
    ['', plain, 'refused'],
  ];
  it.each(accepted)('comes from /graphql as the client accepts it: %s', async (accept, once, lasting) => {
    await start();
    const ask = async (query: string): Promise<{ type: string | null; text: string }> => {
      const leaving = new AbortController();
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query, variables: ID }),
        signal: leaving.signal,
      });
      const type = response.headers.get('content-type');
      const isStream = query === BARE && type === streamed;
      const text = isStream ? '' : await response.text();
      leaving.abort();
      return { type, text };
    };
    // The second time an operation is known, and goes a shorter way.
    for (let time = 0; time < 2; time++) {
      const { type, text } = await ask('{ me }');
      expect(type).toBe(once);
      expect(text).toContain('{"data":{"me":null}}');
    }
    const { type, text } = await ask(BARE);
    if (lasting === 'refused') expect(text).toContain('"BAD_REQUEST"');
    else expect(type).toBe(lasting);
    await allGone();
  });

  it('takes no place of a live connection for what is answered once', async () => {
    await start({ LIVE_CONNECTIONS_PER_ADDRESS_MAX: '1' });
    const stream = await openStream(gateway.url, BARE, ID);
    await stream.next();
    const headers = { accept: 'application/json, text/event-stream' };
    expect((await gateway.ask('{ me }', {}, headers)).body).toEqual({ data: { me: null } });
    const second = await openStream(gateway.url, BARE, ID, { headers, path: '/graphql' });
    expect(second.response.status).toBe(429);
    stream.close();
    await allGone();
  });

  it('is of one answer for a query', async () => {
    await start();
    const headers = { authorization: `Bearer ${gateway.issuer.token()}` };
    const stream = await openStream(gateway.url, '{ me }', {}, { headers });
    expect(await stream.next()).toEqual({ data: { me: DID } });
    expect(await stream.next()).toBe('complete');
    expect(await stream.next()).toBeUndefined();
  });

  it('says that it is complete after a refusal', async () => {
    await start();
    place.greeting = REFUSED;
    const stream = await openStream(gateway.url, BARE, ID);
    const answer = (await stream.next()) as { data: unknown; errors: [] };
    expect(answer.data).toBeNull();
    expect(codesOf(answer.errors)).toEqual(['NOT_FOUND']);
    expect(await stream.next()).toBe('complete');
  });

  it('ends with the token, and says so', async () => {
    await start({ TOKEN_CLOCK_TOLERANCE_SECONDS: '0' });
    const stream = await openStream(gateway.url, BARE, ID, {
      headers: { authorization: `Bearer ${soon(2)}` },
    });
    expect(await stream.next()).toMatchObject({ data: { proposalChanged: { step: 1 } } });
    expect(codesOf(((await stream.next()) as { errors: [] }).errors)).toEqual(['TOKEN_EXPIRED']);
    expect(await stream.next()).toBe('complete');
    await allGone();
  });

  it('is cut when more waits for its reader than is kept', async () => {
    await start({ LIVE_UNSENT_EVENTS_MAX: '8' });
    place.padding = 500_000;
    const stream = await openStream(
      gateway.url,
      'subscription { proposalChanged(id: "prp_1") { step padding } }',
    );
    await stream.next();
    await until(() => {
      place.move();
      return Promise.resolve(place.open() === 0);
    }, 'the slow reader to be cut');
    let last: unknown;
    for (let next = await stream.next(); next && next !== 'complete'; next = await stream.next()) last = next;
    expect(codesOf((last as { errors: [] }).errors)).toEqual(['CONSUMER_TOO_SLOW']);
  });

  const refused: [string, string, Parameters<typeof openStream>[3], number, string][] = [
    ['a token that is none', BARE, { headers: { authorization: 'Bearer a.b.c' } }, 401, 'UNAUTHENTICATED'],
    [
      'another type of body',
      BARE,
      { headers: { 'content-type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['what is no GraphQL', 'subscription {', {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a mutation by GET', 'mutation { move(id: "prp_1") { id } }', { method: 'GET' }, 400, 'BAD_REQUEST'],
    ['a query by GET', '{ me }', { method: 'GET' }, 400, 'BAD_REQUEST'],
  ];
  it.each(refused)('is not opened for %s', async (_, query, options, status, code) => {
    await start();
    const { response } = await openStream(gateway.url, query, query === BARE ? ID : {}, options);
    expect(response.status).toBe(status);
    expect(codesOf(((await response.json()) as { errors: [] }).errors)).toEqual([code]);
    expect(place.governance.asked).toEqual([]);
  });

  it('is not opened by GET for a page of another origin', async () => {
    await start();
    const search = new URLSearchParams({ query: BARE, variables: JSON.stringify(ID) });
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const response = await fetch(`${gateway.url}/graphql/stream?${search.toString()}`, { headers });
    expect(response.status).toBe(403);
    expect(place.opened()).toBe(0);
  });

  it.each(['LIVE_CONNECTIONS_PER_ADDRESS_MAX', 'LIVE_CONNECTIONS_PER_VIEWER_MAX'])(
    'is one of as many as %s says',
    async (setting) => {
      await start({ [setting]: '1' });
      const headers = { authorization: `Bearer ${gateway.issuer.token()}` };
      const first = await openStream(gateway.url, BARE, ID, { headers });
      await first.next();
      const second = await openStream(gateway.url, BARE, ID, { headers });
      expect(second.response.status).toBe(429);
      // It was refused before any subgraph heard of it.
      expect(place.opened()).toBe(1);
      first.close();
      await until(async () => {
        const again = await openStream(gateway.url, BARE, ID, { headers });
        again.close();
        return again.response.status === 200;
      }, 'a place');
    },
  );

  it('that its viewer may not open ends nobody else’s', async () => {
    await start({ LIVE_CONNECTIONS_PER_ADDRESS_MAX: '2', LIVE_CONNECTIONS_PER_VIEWER_MAX: '1' });
    const guest = await openStream(gateway.url, BARE, ID);
    await guest.next();
    const headers = { authorization: `Bearer ${gateway.issuer.token()}` };
    const own = await openStream(gateway.url, BARE, ID, { headers });
    await own.next();
    const refused = await openStream(gateway.url, BARE, ID, { headers });
    expect(refused.response.status).toBe(429);
    await until(() => Promise.resolve(place.open() === 2), 'the refused one to be closed, and no other');
    guest.close();
    own.close();
  });

  it('breaks off when the gateway stops, and is not complete', async () => {
    await start();
    const stream = await openStream(gateway.url, BARE, ID);
    await stream.next();
    const stopped = gateway.stop();
    expect(await stream.next()).toBeUndefined();
    await stopped;
    expect(place.open()).toBe(0);
  });
});

describe('what is asked over a WebSocket', () => {
  it('is counted by how it was answered, as what comes over HTTP is', async () => {
    await start();
    const client = await enter(gateway.issuer.token());
    const answers: [string, string, Record<string, unknown>?][] = [
      ['query', '{ me }'],
      ['subscription', BARE, ID],
      ['refused', '{ nothing }'],
      ['failed', '{ proposal(id: "prp_none") { step } }'],
    ];
    for (const [id, query, variables] of answers) {
      client.ask(id, query, variables);
      while ((await client.next())?.id !== id);
    }
    expect(await metricsOf(gateway.url, 'gateway_websocket_operations_total')).toEqual({
      '{outcome="ok"}': 2,
      '{outcome="GRAPHQL_VALIDATION_FAILED"}': 1,
      '{outcome="NOT_FOUND"}': 1,
    });
  });
});

describe('what is open', () => {
  const open = async (): Promise<Record<string, number>> => ({
    ...(await metricsOf(gateway.url, 'gateway_live_connections')),
    ...(await metricsOf(gateway.url, 'gateway_live_subscriptions')),
  });

  it('is told to whoever watches the gateway', async () => {
    await start();
    const [busy, idle] = [await enter(), await enter()];
    busy.ask('1', BARE, ID);
    busy.ask('2', BARE, ID);
    const [a, b] = [await openStream(gateway.url, BARE, ID), await openStream(gateway.url, BARE, ID)];
    for (const one of [busy, busy, a, b]) await one.next();
    expect(await open()).toEqual({ '{kind="websocket"}': 2, '{kind="event-stream"}': 2, '': 4 });
    busy.send({ type: 'complete', id: '1' });
    a.close();
    await idle.close();
    const left = { '{kind="websocket"}': 1, '{kind="event-stream"}': 1, '': 2 };
    await until(async () => JSON.stringify(await open()) === JSON.stringify(left), 'all else to be let go');
    busy.socket.terminate();
    b.close();
    await allGone();
    await until(async () => Object.values(await open()).every((count) => count === 0), 'nothing');
  });
});

describe('a subscription', () => {
  it('is not taken over a connection that does not stay open', async () => {
    await start();
    const { status, codes } = await gateway.ask(BARE, ID);
    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
    expect(place.opened()).toBe(0);
  });

  it('goes on after its subgraph was away, with what is by then', async () => {
    await start();
    const client = await enter(gateway.issuer.token());
    client.ask('1', BARE, ID);
    await client.next();
    place.governance.fault = 'down';
    place.say('cut');
    await until(() => Promise.resolve(place.open() === 0), 'the break');
    place.move();
    place.governance.fault = 'none';
    expect((await client.next())?.payload).toEqual({ data: { proposalChanged: { step: 2 } } });
    const passports = place.governance.asked.map(({ claims }) => claims.jti);
    expect(new Set(passports).size).toBe(2);
  });

  it('goes on when its subgraph could not answer for a moment', async () => {
    await start();
    place.greeting = AWAY;
    const client = await enter();
    client.ask('1', BARE, ID);
    await until(() => Promise.resolve(place.opened() >= 2), 'a second attempt');
    place.greeting = undefined;
    expect((await client.next())?.payload).toEqual({ data: { proposalChanged: { step: 1 } } });
  });

  it.each([
    ['reached', 'down' as const, undefined, 'SUBGRAPH_UNAVAILABLE'],
    ['made to answer', 'none' as const, AWAY, 'PROJECTION_BEHIND'],
  ])('is given up when its subgraph cannot be %s for long', async (_, fault, greeting, code) => {
    await start({ LIVE_BREAK_MAX_MS: '200' });
    place.governance.fault = fault;
    place.greeting = greeting;
    const client = await enter();
    client.ask('1', BARE, ID);
    const { type, payload } = (await client.next())!;
    expect(type).toBe('next');
    expect(codesOf(payload.errors as [])).toEqual([code]);
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
  });

  it('shows nothing of what went wrong inside', async () => {
    await start();
    place.greeting = { errors: [{ message: 'secret detail of a database', extensions: {} }] };
    const client = await enter();
    client.ask('1', BARE, ID);
    const text = JSON.stringify(await client.next());
    expect(text).not.toContain('secret');
    expect(text).toContain('INTERNAL_SERVER_ERROR');
  });

  it('asks for the rest of each answer with a passport of its own', async () => {
    await start();
    const client = await enter(gateway.issuer.token());
    client.ask('1', CHANGED, ID);
    await client.next();
    place.move();
    await client.next();
    const passports = place.membership.asked.map(({ claims }) => claims.jti);
    expect(new Set(passports).size).toBe(2);
  });

  it('ends when an answer is larger than is sent', async () => {
    await start({ ANSWER_MAX_BYTES: '1024' });
    place.padding = 2_000;
    const client = await enter();
    client.ask('1', 'subscription { proposalChanged(id: "prp_1") { padding } }');
    expect(codesOf((await client.next())?.payload.errors as [])).toEqual(['ANSWER_TOO_LARGE']);
    expect((await client.next())?.type).toBe('complete');
    await allGone();
  });
});

/** Asks for a WebSocket by hand. @returns the head of the answer, or all of it. */
async function raw(given: { origin?: string; path?: string }): Promise<string> {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = [
    `GET ${given.path ?? '/graphql'} HTTP/1.1`,
    `host: ${host}`,
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}`,
    'sec-websocket-protocol: graphql-transport-ws',
    ...(given.origin ? [`origin: ${given.origin}`] : []),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

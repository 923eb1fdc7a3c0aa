import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '../../../gateway/guard/documents/trusted.js';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway, ToyReply } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
const folder = mkdtempSync(join(tmpdir(), 'guards-'));
const TRUSTED = '{ me }';
const list = join(folder, 'trusted.json');
writeFileSync(list, JSON.stringify({ [sha256Of(TRUSTED)]: TRUSTED }));

const start = (environment: Record<string, string>): Promise<ToyGateway> =>
  startToyGateway(keys, [membership, governance], environment);
const persisted = (document: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256Of(document) } });

async function post(gateway: ToyGateway, body: object): Promise<ToyReply> {
  const headers = { 'content-type': 'application/json' };
  return readReply(
    await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
}

async function get(gateway: ToyGateway, parameters: Record<string, string>): Promise<ToyReply> {
  return readReply(await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters).toString()}`));
}

describe('rates', () => {
  let gateway: ToyGateway;
  const bearer = (did: string) => ({ authorization: `Bearer ${gateway.issuer.token({ sub: did })}` });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const small = { RATE_ADDRESS_PER_SECOND: '1', RATE_ADDRESS_BURST: '100' };
  beforeAll(async () => {
    gateway = await start({
      ...small,
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_VIEWER_PER_SECOND: '1',
      RATE_VIEWER_BURST: '30',
      RATE_ANONYMOUS_MUTATION_PER_SECOND: '1',
      RATE_ANONYMOUS_MUTATION_BURST: '25',
    });
  });
  afterAll(() => gateway.stop());
  const page = (size: number) => `{ cooperatives(first: ${size}) { nodes { id } } }`;
  const rename = 'mutation { rename(id: "coop_1", name: "X") { id } }';

  test('of an address end, with 429 and when to try again, and reach no subgraph', async () => {
    const headers = from('198.51.100.1');
    expect((await gateway.ask(page(90), {}, headers)).status).toBe(200);
    membership.asked.length = 0;
    const reply = await gateway.ask(page(50), {}, headers);
    expect({ status: reply.status, codes: reply.codes }).toEqual({ status: 429, codes: ['RATE_LIMITED'] });
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ retry: 'later' });
    const seconds = Number(reply.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(52);
    expect(membership.asked).toEqual([]);
    expect((await gateway.ask(page(50), {}, from('198.51.100.2'))).status).toBe(200);
  });

  test('count by the values of variables', async () => {
    const query = 'query ($n: Int!) { cooperatives(first: $n) { nodes { id } } }';
    const headers = from('198.51.100.3');
    expect((await gateway.ask(query, { n: 5 }, headers)).status).toBe(200);
    expect((await gateway.ask(query, { n: 99 }, headers)).status).toBe(429);
    expect((await gateway.ask(query, { n: 5 }, headers)).status).toBe(200);
  });

  test('of a viewer end wherever they come from', async () => {
    const did = 'did:key:zAnn';
    expect((await gateway.ask(page(25), {}, { ...bearer(did), ...from('198.51.100.4') })).status).toBe(200);
    const headers = { ...bearer(did), ...from('198.51.100.5') };
    expect((await gateway.ask(page(25), {}, headers)).status).toBe(429);
    expect((await gateway.ask(page(25), {}, from('198.51.100.5'))).status).toBe(200);
  });

  test('of mutations of nobody end sooner', async () => {
    const headers = from('198.51.100.6');
    expect((await gateway.ask(rename, {}, headers)).status).toBe(200);
    expect((await gateway.ask(rename, {}, headers)).status).toBe(200);
    expect((await gateway.ask(rename, {}, headers)).status).toBe(429);
    expect((await gateway.ask('{ me }', {}, headers)).status).toBe(200);
  });

  test.each([
    ['that the guard refuses', { query: '{ ...f } fragment f on Query { ...f }' }],
    ['that are no GraphQL', { query: '{' }],
    ['that do not fit the schema', { query: '{ nowhere }' }],
    ['whose variables are wrong', { query: 'query ($n: Int!) { me }' }],
    ['that ask for too much', { query: '{ cooperatives(first: 999) { nodes { id } } }' }],
    ['that name what nobody knows', { documentId: sha256Of('x') }],
  ])('are spent by requests %s', async (name, body) => {
    const address = `203.0.113.${name.length}`;
    const headers = { 'content-type': 'application/json', ...from(address) };
    const send = async () =>
      readReply(
        await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) }),
      );
    const replies: number[] = [];
    for (let sent = 0; sent < 12; sent++) replies.push((await send()).status);
    expect(replies.slice(0, 10)).not.toContain(429);
    expect(replies.at(-1)).toBe(429);
  });

  test('are spent by tokens that are none', async () => {
    const headers = { authorization: 'Bearer a.b.c', ...from('203.0.113.200') };
    const replies: number[] = [];
    for (let sent = 0; sent < 12; sent++) replies.push((await gateway.ask('{ me }', {}, headers)).status);
    expect([replies[0], replies.at(-1)]).toEqual([401, 429]);
  });

  test('are those of the connection where no proxy is trusted', async () => {
    const plain = await start(small);
    expect((await plain.ask(page(90), {}, from('198.51.100.1'))).status).toBe(200);
    expect((await plain.ask(page(50), {}, from('198.51.100.2'))).status).toBe(429);
    await plain.stop();
  });
});

describe('documents by digest', () => {
  let gateway: ToyGateway;
  beforeAll(async () => {
    gateway = await start({});
  });
  afterAll(() => gateway.stop());
  const answer = { data: { me: null } };

  test('are asked for, sent, and known from then on', async () => {
    const document = '{ me me }';
    const extensions = persisted(document);
    const first = await post(gateway, { extensions });
    expect({ status: first.status, codes: first.codes }).toEqual({
      status: 200,
      codes: ['PERSISTED_QUERY_NOT_FOUND'],
    });
    expect(first.body.errors?.[0]?.message).toBe('PersistedQueryNotFound');
    expect((await post(gateway, { query: document, extensions })).body).toEqual(answer);
    expect((await post(gateway, { extensions })).body).toEqual(answer);
    expect((await get(gateway, { extensions: JSON.stringify(extensions) })).body).toEqual(answer);
  });

  test('are not kept if the guard refuses them', async () => {
    const document = '{ ...f } fragment f on Query { ...f }';
    const extensions = persisted(document);
    expect((await post(gateway, { query: document, extensions })).codes).toEqual(['FRAGMENT_CYCLE']);
    expect((await post(gateway, { extensions })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test.each([
    ['in production', { NODE_ENV: 'production', PERSISTED_QUERIES: 'true' }],
    ['where that is switched off', { PERSISTED_QUERIES: 'false' }],
  ])('are not known %s', async (_, environment) => {
    const closed = await start(environment);
    const { codes, body } = await post(closed, { extensions: persisted(TRUSTED) });
    expect(codes).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
    expect(body.errors?.[0]?.message).toBe('PersistedQueryNotSupported');
    expect((await post(closed, { query: TRUSTED, extensions: persisted(TRUSTED) })).body).toEqual(answer);
    await closed.stop();
  });
});

describe('trusted documents', () => {
  let gateway: ToyGateway;
  beforeAll(async () => {
    gateway = await start({ NODE_ENV: 'production', PERSISTED_DOCUMENTS: list });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  test('are answered by their digest, by documentId, by GET and when sent whole', async () => {
    const answer = { data: { me: null } };
    const sha256 = sha256Of(TRUSTED);
    expect((await post(gateway, { extensions: persisted(TRUSTED) })).body).toEqual(answer);
    expect((await post(gateway, { documentId: `sha256:${sha256}` })).body).toEqual(answer);
    expect((await get(gateway, { documentId: sha256, variables: '{}' })).body).toEqual(answer);
    expect((await post(gateway, { query: TRUSTED })).body).toEqual(answer);
  });

  test.each([
    ['another document', { query: '{ me: __typename }' }, 400, 'DOCUMENT_NOT_TRUSTED'],
    ['introspection', { query: '{ __schema { types { name } } }' }, 400, 'DOCUMENT_NOT_TRUSTED'],
    [
      'another document under its digest',
      { query: '{ a: me }', extensions: persisted('{ a: me }') },
      400,
      'DOCUMENT_NOT_TRUSTED',
    ],
    ['another digest', { extensions: persisted('{ a: me }') }, 200, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('are all that is answered: not %s', async (_, body, status, code) => {
    membership.asked.length = 0;
    const reply = await post(gateway, body);
    expect({ status: reply.status, codes: reply.codes }).toEqual({ status, codes: [code] });
    expect(membership.asked).toEqual([]);
  });

  test('by GET likewise', async () => {
    expect((await get(gateway, { query: '{ a: me }' })).codes).toEqual(['DOCUMENT_NOT_TRUSTED']);
  });
});

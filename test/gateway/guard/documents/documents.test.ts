import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Documents } from '../../../../gateway/guard/documents/documents.js';
import type { DocumentPolicy } from '../../../../gateway/guard/documents/documents.js';
import type { DocumentStore } from '../../../../gateway/guard/documents/documentStore.js';
import { MemoryDocuments } from '../../../../gateway/guard/documents/memoryDocuments.js';
import { RedisDocuments } from '../../../../gateway/guard/documents/redisDocuments.js';
import { readTrustedDocuments, sha256Of, trusting } from '../../../../gateway/guard/documents/trusted.js';
import { openRedis } from '../../../../gateway/guard/redis.js';
import { scaledRedisUrl } from '../../../support/scaledServers.js';

const DOCUMENT = '{ me }';
const DIGEST = sha256Of(DOCUMENT);
const OTHER_DIGEST = sha256Of('{ you }');
const persisted = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

const policies = {
  any: (): DocumentPolicy => ({ kind: 'any' }),
  automatic: (): DocumentPolicy => ({ kind: 'automatic', store: new MemoryDocuments(10_000) }),
  trusted: (): DocumentPolicy => ({ kind: 'trusted', documents: trusting([DOCUMENT]) }),
};
type PolicyName = keyof typeof policies;

const resolve = async (policy: PolicyName, body: Record<string, unknown>) =>
  new Documents(policies[policy]()).resolve(body);
const refused = (code: string, status: number) =>
  expect.objectContaining({ status, errors: [expect.objectContaining({ code })] });

describe('a request', () => {
  const passes: { name: string; policy: PolicyName; body: Record<string, unknown>; want: object }[] = [
    {
      name: 'with a document passes as it is',
      policy: 'any',
      body: { query: '{ you }', variables: { a: 1 } },
      want: { query: '{ you }', variables: { a: 1 } },
    },
    { name: 'with nothing is for others to refuse', policy: 'trusted', body: {}, want: {} },
    {
      name: 'with document and digest, where digests are not known, is that document',
      policy: 'any',
      body: { query: DOCUMENT, extensions: { ...persisted(DIGEST), other: 1 } },
      want: { query: DOCUMENT, extensions: { other: 1 } },
    },
    {
      name: 'with a trusted document passes',
      policy: 'trusted',
      body: { query: DOCUMENT },
      want: { query: DOCUMENT },
    },
    {
      name: 'with the digest of a trusted document is that document',
      policy: 'trusted',
      body: { extensions: persisted(DIGEST) },
      want: { query: DOCUMENT, extensions: {} },
    },
    {
      name: 'with its documentId likewise',
      policy: 'trusted',
      body: { documentId: `sha256:${DIGEST}`, variables: null },
      want: { query: DOCUMENT, variables: null },
    },
    {
      name: 'with its digest in capitals likewise',
      policy: 'trusted',
      body: { documentId: DIGEST.toUpperCase() },
      want: { query: DOCUMENT },
    },
  ];
  test.each(passes)('$name', async ({ policy, body, want }) => {
    expect((await resolve(policy, body)).body).toEqual(want);
  });

  const refusals: {
    name: string;
    policy: PolicyName;
    body: Record<string, unknown>;
    code: string;
    status: number;
  }[] = [
    {
      name: 'a digest where none is known',
      policy: 'any',
      body: { extensions: persisted(DIGEST) },
      code: 'PERSISTED_QUERY_NOT_SUPPORTED',
      status: 200,
    },
    {
      name: 'a digest that nobody registered',
      policy: 'automatic',
      body: { extensions: persisted(DIGEST) },
      code: 'PERSISTED_QUERY_NOT_FOUND',
      status: 200,
    },
    {
      name: 'a digest with an empty document',
      policy: 'automatic',
      body: { query: '', extensions: persisted(DIGEST) },
      code: 'PERSISTED_QUERY_NOT_FOUND',
      status: 200,
    },
    {
      name: 'a digest of no trusted document',
      policy: 'trusted',
      body: { documentId: OTHER_DIGEST },
      code: 'PERSISTED_QUERY_NOT_FOUND',
      status: 200,
    },
    {
      name: 'a document that is not trusted',
      policy: 'trusted',
      body: { query: '{ you }' },
      code: 'DOCUMENT_NOT_TRUSTED',
      status: 400,
    },
    {
      name: 'one that differs by a blank',
      policy: 'trusted',
      body: { query: `${DOCUMENT} ` },
      code: 'DOCUMENT_NOT_TRUSTED',
      status: 400,
    },
    {
      name: 'one under the digest of a trusted one',
      policy: 'trusted',
      body: { query: '{ you }', extensions: persisted(DIGEST) },
      code: 'DOCUMENT_NOT_TRUSTED',
      status: 400,
    },
    {
      name: 'a document under a digest that is not its own',
      policy: 'automatic',
      body: { query: DOCUMENT, extensions: persisted(OTHER_DIGEST) },
      code: 'BAD_REQUEST',
      status: 400,
    },
    {
      name: 'a digest that is none',
      policy: 'automatic',
      body: { extensions: persisted('abc') },
      code: 'BAD_REQUEST',
      status: 400,
    },
    {
      name: 'a digest that is no text',
      policy: 'any',
      body: { extensions: persisted({}) },
      code: 'BAD_REQUEST',
      status: 400,
    },
    {
      name: 'a persisted query that is none',
      policy: 'any',
      body: { extensions: { persistedQuery: 'x' } },
      code: 'BAD_REQUEST',
      status: 400,
    },
    {
      name: 'a documentId of another kind',
      policy: 'trusted',
      body: { documentId: 'md5:abc' },
      code: 'BAD_REQUEST',
      status: 400,
    },
  ];
  test.each(refusals)('is refused that brings $name', async ({ policy, body, code, status }) => {
    await expect(resolve(policy, body)).rejects.toThrow(refused(code, status));
  });

  test('registers a document for the next one', async () => {
    const documents = new Documents(policies.automatic());
    const { body, registers } = await documents.resolve({ query: DOCUMENT, extensions: persisted(DIGEST) });
    expect(body).toEqual({ query: DOCUMENT, extensions: {} });
    // Only when the guard has let it pass.
    expect(() => documents.resolve({ extensions: persisted(DIGEST) })).toThrow();
    await documents.register(registers!);
    expect((await documents.resolve({ extensions: persisted(DIGEST) })).body).toEqual({
      query: DOCUMENT,
      extensions: {},
    });
  });

  test('without a digest registers nothing', async () => {
    expect((await resolve('automatic', { query: DOCUMENT })).registers).toBeUndefined();
  });
});

const redisUrl = await scaledRedisUrl();
const FORMS: { name: string; open: () => Promise<{ store: DocumentStore; close: () => void }> }[] = [
  {
    name: 'in memory',
    open: () => Promise.resolve({ store: new MemoryDocuments(10_000), close: () => undefined }),
  },
];
if (redisUrl) {
  FORMS.push({
    name: 'in Redis',
    async open() {
      const fail = (error: unknown) => {
        throw error;
      };
      const redis = await openRedis(redisUrl, fail);
      return {
        store: new RedisDocuments(redis, `test:${randomUUID()}:`, fail),
        close: () => redis.disconnect(),
      };
    },
  });
}

describe.each(FORMS)('documents $name', ({ open }) => {
  let store: DocumentStore;
  let close: () => void;
  beforeAll(async () => {
    ({ store, close } = await open());
  });
  afterAll(() => close());

  test('are there after they were put, and not before', async () => {
    expect(await store.get(DIGEST)).toBeUndefined();
    await store.put(DIGEST, DOCUMENT);
    expect(await store.get(DIGEST)).toBe(DOCUMENT);
    expect(await store.get(OTHER_DIGEST)).toBeUndefined();
  });
});

describe('documents in memory', () => {
  test('take so many bytes and no more', () => {
    const store = new MemoryDocuments(1_000);
    for (let i = 0; i < 100; i++) store.put(String(i), 'x'.repeat(100));
    const kept = Array.from({ length: 100 }, (_, i) => store.get(String(i))).filter(Boolean);
    expect(kept).toHaveLength(5);
    store.put('large', 'x'.repeat(501));
    expect(store.get('large')).toBeUndefined();
  });
});

describe('documents in a Redis that does not answer', () => {
  test('count as never registered', async () => {
    const warned: unknown[] = [];
    const redis = await openRedis('redis://127.0.0.1:1', (error) => warned.push(error));
    const store = new RedisDocuments(redis, 'test:', (error) => warned.push(error));
    await store.put(DIGEST, DOCUMENT);
    expect(await store.get(DIGEST)).toBeUndefined();
    redis.disconnect();
    expect(warned.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a list of trusted documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (content: string): string => {
    const path = join(folder, `${randomUUID()}.json`);
    writeFileSync(path, content);
    return path;
  };

  test('is read', () => {
    const { bySha256 } = readTrustedDocuments(write(JSON.stringify({ [DIGEST]: DOCUMENT })));
    expect([...bySha256]).toEqual([[DIGEST, DOCUMENT]]);
  });

  test.each([
    ['that is not there', join(folder, 'nowhere.json')],
    ['that is no JSON', write('{')],
    ['that is a list', write('["{ me }"]')],
    ['with a name that is no digest', write('{"me":"{ me }"}')],
    ['with the digest of another', write(JSON.stringify({ [OTHER_DIGEST]: DOCUMENT }))],
  ])('%s keeps the gateway from starting', (_, path) => {
    expect(() => readTrustedDocuments(path)).toThrow(/^PERSISTED_DOCUMENTS: /);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { KeySet } from '../../../gateway/identity/keySet.js';
import { ToyIssuer } from '../support/toys.js';

const LIFE_MS = 60_000;
const REFETCH_MS = 10_000;

let now: number;
let fetches: number;
let answer: () => Promise<unknown>;
let warnings: unknown[];
let keys: KeySet;
const issuer = new ToyIssuer();

beforeEach(() => {
  now = 0;
  fetches = 0;
  answer = issuer.fetchKeys;
  warnings = [];
  const fetchKeys = () => {
    fetches += 1;
    return answer();
  };
  const warn = (error: unknown) => void warnings.push(error);
  keys = new KeySet(fetchKeys, { lifeMs: LIFE_MS, refetchMinMs: REFETCH_MS, warn, now: () => now });
});

const fails = () => Promise.reject(new Error('refused'));

describe('a key set', () => {
  test('fetches at first use and keeps what it got', async () => {
    const found = await keys.find(issuer.kid);
    await keys.find(issuer.kid);
    expect(found?.equals(issuer.pair.publicKey)).toBe(true);
    expect(fetches).toBe(1);
  });

  test('fetches once for many who ask at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => keys.find(issuer.kid)));
    expect(fetches).toBe(1);
  });

  test('looks again for a key id that it does not know, but not more often than the bound allows', async () => {
    await keys.find(issuer.kid);
    for (let i = 0; i < 100; i++) expect(await keys.find(`made-up-${i}`)).toBeUndefined();
    expect(fetches).toBe(1);
    now = REFETCH_MS;
    for (let i = 0; i < 100; i++) await keys.find(`made-up-${i}`);
    expect(fetches).toBe(2);
  });

  test('finds a key that the issuer took up since', async () => {
    await keys.find(issuer.kid);
    const next = new ToyIssuer();
    answer = next.fetchKeys;
    now = REFETCH_MS;
    expect((await keys.find(next.kid))?.equals(next.pair.publicKey)).toBe(true);
  });

  test('forgets a key that the issuer gave up, once its life is over', async () => {
    await keys.find(issuer.kid);
    answer = new ToyIssuer().fetchKeys;
    now = LIFE_MS - 1;
    expect(await keys.find(issuer.kid)).toBeDefined();
    now = LIFE_MS;
    expect(await keys.find(issuer.kid)).toBeUndefined();
  });

  test('goes on with the keys that it has while the issuer is away', async () => {
    await keys.find(issuer.kid);
    answer = fails;
    now = 10 * LIFE_MS;
    expect(await keys.find(issuer.kid)).toBeDefined();
    expect(warnings).toHaveLength(1);
  });

  test('says so while it has never got any, and recovers', async () => {
    answer = fails;
    await expect(keys.find(issuer.kid)).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    await expect(keys.published()).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    expect(fetches).toBe(1);
    answer = issuer.fetchKeys;
    now = REFETCH_MS;
    expect(await keys.find(issuer.kid)).toBeDefined();
  });

  test.each([
    ['no set', 'nonsense'],
    ['more keys than any issuer has', { keys: Array(21).fill({}) }],
  ])('takes %s for a failure', async (_, document) => {
    answer = () => Promise.resolve(document);
    await expect(keys.find('any')).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  });

  test('passes over keys of other kinds, and never holds a secret one', async () => {
    const {
      keys: [jwk],
    } = (await issuer.fetchKeys()) as { keys: [object] };
    answer = () =>
      Promise.resolve({
        keys: [{ kid: 'a', kty: 'oct', k: 'c2VjcmV0' }, { ...jwk, kid: 'b', crv: 'P-384' }, jwk],
      });
    expect(await keys.find('a')).toBeUndefined();
    expect(await keys.find('b')).toBeUndefined();
    expect((await keys.find(issuer.kid))?.type).toBe('public');
  });

  test('publishes what it holds, in public form', async () => {
    const { keys: published } = await keys.published();
    expect(published).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: issuer.kid,
        use: 'sig',
        alg: 'ES256',
      },
    ]);
  });
});

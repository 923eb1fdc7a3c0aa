import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { toBase64Url } from '../../../subgraphs/kit/domain/encoding.js';
import { ComputeKeys } from '../../../subgraphs/data/adapters/computeKeys.js';
import { deriveKeyPair, openDatasetKey, wrapDatasetKey } from '../../../subgraphs/data/adapters/hpke.js';
import { ensurePublished } from '../../../subgraphs/data/compute/keys/publishKey.js';
import { renewKeys } from '../../../subgraphs/data/compute/keys/rewrap.js';
import { FileEpochKeys } from '../../../subgraphs/data/adapters/fileEpochKeys.js';
import { placesIn } from '../../../subgraphs/data/adapters/places.js';
import * as wallet from '../../../wallet/index.js';
import { World } from './world.js';

const DAY_MS = 86_400_000;
const SPEC = { measures: [{ kind: 'COUNT' }], epsilon: '1' };
const ROWS = [{ fare: 10 }];

describe('a wrap', () => {
  const key = Uint8Array.from(randomBytes(32));
  const terms = {
    consent: 'cns_1',
    purposes: ['dpv:AcademicResearch'],
    expiresAt: '2030-01-01T00:00:00.000Z',
  };

  test('that a wallet made opens under the terms that it was made for', async () => {
    const pair = await deriveKeyPair(randomBytes(32));
    const wrap = await wallet.wrapDatasetKey(key, toBase64Url(pair.publicKey), terms);
    const opened = await openDatasetKey(Buffer.from(wrap, 'base64url'), pair.privateKey, terms);
    expect(Uint8Array.from(opened)).toEqual(key);
  });

  test.each([
    ['another consent', { consent: 'cns_2' }],
    ['a broader purpose', { purposes: ['dpv:ResearchAndDevelopment'] }],
    ['one purpose more', { purposes: [...terms.purposes, 'dpv:Marketing'] }],
    ['a later end', { expiresAt: '2031-01-01T00:00:00.000Z' }],
    ['the same end in another form', { expiresAt: '2030-01-01T00:00:00Z' }],
    ['no end', { expiresAt: null }],
  ])('does not open under %s', async (_, other) => {
    const pair = await deriveKeyPair(randomBytes(32));
    const wrap = await wrapDatasetKey(key, pair.publicKey, terms);
    await expect(openDatasetKey(wrap, pair.privateKey, { ...terms, ...other })).rejects.toThrow();
  });

  test('does not open with another key, nor after a bit of it has changed', async () => {
    const pair = await deriveKeyPair(randomBytes(32));
    const other = await deriveKeyPair(randomBytes(32));
    const wrap = await wrapDatasetKey(key, pair.publicKey, terms);
    await expect(openDatasetKey(wrap, other.privateKey, terms)).rejects.toThrow();
    for (const at of [0, 31, 32, wrap.length - 1]) {
      const changed = Buffer.from(wrap);
      changed[at]! ^= 1;
      await expect(openDatasetKey(changed, pair.privateKey, terms)).rejects.toThrow();
    }
    await expect(openDatasetKey(wrap.subarray(0, 10), pair.privateKey, terms)).rejects.toThrow();
  });
});

describe('the compute key', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());
  const renew = (lifeMs = 90 * DAY_MS) => renewKeys({ ...world.worker, logger: world.logger }, lifeMs);
  const later = (seconds: number) => world.sql('update clock_offset set seconds = seconds + $1', [seconds]);
  const versions = async () => {
    const rows = await world.sql<{ key_version: number }>(
      'select distinct key_version from consent order by 1',
    );
    return rows.map(({ key_version }) => key_version);
  };

  test('is one, however many workers start at once', async () => {
    await world.sql('delete from compute_key');
    const keys = () => new ComputeKeys(new FileEpochKeys(`${placesIn(world.dataDir).computeKeys}-fresh`));
    const published = await Promise.all([1, 2, 3, 4].map(() => ensurePublished(world.worker.store, keys())));
    expect(new Set(published.map(({ publicKey }) => publicKey)).size).toBe(1);
  });

  test('stays while it is young', async () => {
    await world.contributors(2, ROWS);
    await renew();
    expect(await versions()).toEqual([1]);
    expect(await world.sql('select 1 from compute_key')).toHaveLength(1);
  });

  test('gives way to the next when it is old: consents move, and jobs go on', async () => {
    await world.contributors(10, ROWS);
    await later(91 * 86_400);
    await world.sql(`update licence set valid_until = valid_until + interval '1 year'`);
    await renew();
    expect(await versions()).toEqual([2]);
    const id = await world.submit(SPEC);
    await world.work();
    expect((await world.job(id)).gates).toMatchObject({ members: 10, unreadable: 0 });
  });

  test('is destroyed when no wrap needs it, and not within the hour of its successor', async () => {
    await world.contributors(2, ROWS);
    await later(91 * 86_400);
    await renew();
    await renew();
    await expect(new FileEpochKeys(placesIn(world.dataDir).computeKeys).key(1)).resolves.toHaveLength(32);
    await later(2 * 3_600);
    await renew();
    await expect(world.worker.keys.pair(1)).rejects.toThrow('no key');
    await expect(world.worker.keys.pair(2)).resolves.toBeDefined();
  });

  test('is kept while a wrap to it does not open', async () => {
    await world.contributor(ROWS, { wrappedPurposes: ['dpv:Marketing'] });
    await later(91 * 86_400);
    await renew();
    await later(2 * 3_600);
    await renew();
    await expect(world.worker.keys.pair(1)).resolves.toBeDefined();
  });

  test('does not bring back a wrap that was withdrawn', async () => {
    const [first] = await world.contributors(2, ROWS);
    await world.withdraw(first!.consentId);
    await later(91 * 86_400);
    await renew();
    expect(await world.sql('select 1 from consent_wrap')).toHaveLength(1);
    expect(await versions()).toEqual([1, 2]);
  });
});

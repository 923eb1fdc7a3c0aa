import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { toBase64Url } from '../../../subgraphs/kit/domain/encoding.js';
import { ComputeKeys } from '../../../subgraphs/data/adapters/computeKeys.js';
import { deriveKeyPair, openDatasetKey, wrapDatasetKey } from '../../../subgraphs/data/adapters/hpke.js';
import { ensurePublished } from '../../../subgraphs/data/compute/keys/publishKey.js';
import { renewKeys } from '../../../subgraphs/data/compute/keys/rewrap.js';
import { FileEpochKeys } from '../../../subgraphs/data/adapters/fileEpochKeys.js';
import { placesIn } from '../../../subgraphs/data/adapters/places.js';
import { rotateEpoch } from '../../../subgraphs/data/service/rotateEpoch.js';
import type { EpochKeys } from '../../../subgraphs/data/adapters/epochKeys.js';
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

  const states = async () => {
    const [row] = await world.sql(
      `select count(*) filter (where wrap_set_aside_at is not null)::int as "setAside",
         count(*) filter (where wrap_set_aside_at is null and wrap_opened_at is not null)::int as opened,
         count(*) filter (where wrap_set_aside_at is null and wrap_opened_at is null)::int as unverified from consent`,
    );
    return row;
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

  test('is destroyed although a wrap to it does not open, and a wrap that nobody has opened yet is moved', async () => {
    const { memberId } = await world.contributor(ROWS);
    await world.consent(memberId, Uint8Array.from(randomBytes(32)), { wrap: randomBytes(80) });
    await world.consent(memberId, Uint8Array.from(randomBytes(32)));
    await later(91 * 86_400);
    await renew();
    await later(2 * 3_600);
    await renew();
    await expect(world.worker.keys.pair(1)).rejects.toThrow('no key');
    expect(await states()).toEqual({ opened: 2, setAside: 1, unverified: 0 });
  });

  test('is kept while the keys of wraps cannot be read, and costs nobody their consent', async () => {
    await world.contributors(2, ROWS);
    await later(91 * 86_400);
    const unreadable = { key: () => Promise.reject(new Error('EIO')) };
    const epochKeys = Object.assign(Object.create(world.worker.epochKeys) as EpochKeys, unreadable);
    const renewBlindly = () => renewKeys({ ...world.worker, epochKeys, logger: world.logger }, 90 * DAY_MS);
    await renewBlindly();
    await later(2 * 3_600);
    await renewBlindly();
    await expect(world.worker.keys.pair(1)).resolves.toBeDefined();
    expect(await states()).toEqual({ opened: 2, setAside: 0, unverified: 0 });
    await world.sql('update consent set wrap_tried_at = null');
    await renew();
    expect(await versions()).toEqual([2]);
  });

  test('of an epoch that a restored database still has, and no folder: those members consent again', async () => {
    await world.contributors(2, ROWS);
    const keys = new FileEpochKeys(placesIn(world.dataDir).epochKeys);
    await later(2 * 86_400);
    await rotateEpoch({ store: world.store, epochKeys: keys })();
    await world.sql('update wrap_epoch set retired_at = null, destroyed_at = null');
    await world.sql(`update consent_wrap set epoch = 1 where consent_id = (select min(id) from consent)`);
    await world.openWraps();
    expect(await states()).toEqual({ opened: 1, setAside: 1, unverified: 0 });
    // What the data service sweeps.
    await world.sql(
      'delete from consent_wrap w using consent c where c.id = w.consent_id and c.wrap_set_aside_at is not null',
    );
    await rotateEpoch({ store: world.store, epochKeys: keys })();
    expect(await world.sql('select epoch from wrap_epoch where destroyed_at is null')).toEqual([
      { epoch: 2 },
    ]);
  });

  test('in the wrong folder sets nothing aside', async () => {
    const { memberId } = await world.contributor(ROWS);
    await world.consent(memberId, Uint8Array.from(randomBytes(32)));
    const elsewhere = new FileEpochKeys(`${placesIn(world.dataDir).epochKeys}-elsewhere`);
    await world.openWraps({ ...world.worker, epochKeys: elsewhere });
    expect(await states()).toEqual({ opened: 1, setAside: 0, unverified: 1 });
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

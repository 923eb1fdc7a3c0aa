import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ensureDatabase, openDatabase, roleNames } from '../../subgraphs/kit/store/database.js';
import { sweepIdempotency } from '../../subgraphs/kit/store/idempotencyExpiry.js';
import { idempotent } from '../../subgraphs/kit/store/idempotent.js';
import { createStore } from '../../subgraphs/kit/store/store.js';
import type { Store } from '../../subgraphs/kit/store/store.js';
import { databaseLimits } from '../support/databaseLimits.js';
import { ownerPool } from '../support/ownerPool.js';

describe('an operation with a key', () => {
  const database = `test_idempotent_${randomBytes(6).toString('hex')}`;
  let owner: pg.Pool;
  let store: Store;

  beforeAll(async () => {
    const url = new URL(process.env.TEST_POSTGRES_URL!);
    await ensureDatabase(url.href, database);
    url.pathname = `/${database}`;
    owner = ownerPool(url.href);
    const source = await openDatabase({
      ownerUrl: url.href,
      rows: [],
      migrations: [],
      roles: roleNames('cooperative', 'governance'),
      rolePassword: 'a password of the test roles',
      clockOffsetSeconds: 0,
      limits: databaseLimits(6),
    });
    store = createStore({ service: 'governance', source, onAppend: () => undefined });
  });
  afterAll(async () => {
    await store.close();
    await owner.end();
    const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await admin.connect();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  });

  let effects = 0;
  const act = (key: string, input: unknown = {}, actor = 'did:key:a') =>
    store.transaction({}, (tx) =>
      idempotent(tx, { actor, operation: 'act', key, input }, () => Promise.resolve((effects += 1))),
    );

  it('happens once, however many come at once, and all get the one answer', async () => {
    const before = effects;
    expect(new Set(await Promise.all([1, 2, 3, 4].map(() => act('at once')))).size).toBe(1);
    expect(effects).toBe(before + 1);
    expect(await act('at once')).toBe(effects);
  });

  it('is another by another actor, and refused with other input', async () => {
    const mine = await act('shared');
    expect(await act('shared', {}, 'did:key:b')).not.toBe(mine);
    await expect(act('shared', { more: 1 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('is remembered for thirty days by the machine’s clock, and then forgotten', async () => {
    const [young, old] = [await act('young'), await act('old')];
    const { rows } = await owner.query<{ days: number }>(
      `select extract(epoch from expires_at - clock_timestamp()) / 86400 as days from idempotency_record`,
    );
    for (const { days } of rows) expect(Number(days)).toBeCloseTo(30, 2);
    await owner.query(
      `update idempotency_record set expires_at = now() - interval '1 second' where key = 'old'`,
    );
    // A demo that moves its time on by months does not forget for that.
    await owner.query('update clock_offset set seconds = 100 * 86400');
    await sweepIdempotency(store);
    expect(await act('young')).toBe(young);
    expect(await act('old')).not.toBe(old);
  });
});

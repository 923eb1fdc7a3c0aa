import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWrap } from '../../subgraphs/data/domain/epochSeal.js';
import type { EpochKeys } from '../../subgraphs/data/adapters/epochKeys.js';
import { FileEpochKeys } from '../../subgraphs/data/adapters/fileEpochKeys.js';
import { placesIn } from '../../subgraphs/data/adapters/places.js';
import { rotateEpoch } from '../../subgraphs/data/service/rotateEpoch.js';
import { keepWrap } from '../../subgraphs/data/service/wraps.js';
import { World } from './support/world.js';
import type { Member } from './support/world.js';

const DAY_SECONDS = 86_400;

interface Wrap {
  consent_id: string;
  epoch: number;
  sealed: Buffer;
}

describe('the epochs of wraps', () => {
  let world: World;
  let keys: FileEpochKeys;
  let members: Member[];
  let dataset: string;
  const sent = new Map<string, Buffer>();
  let days = 0;

  beforeAll(async () => {
    world = await World.open();
    keys = new FileEpochKeys(placesIn(world.service.dataDir).epochKeys);
    await world.publishComputeKey();
    const steward = await world.admit(await world.found(), 'STEWARD');
    dataset = await world.publish(steward);
    members = await Promise.all(Array.from({ length: 4 }, () => world.admit(steward.cooperative)));
    for (const member of members) await grant(member);
  });
  afterAll(() => world.stop());

  async function grant(member: Member): Promise<string> {
    const { id, input } = await world.consent(member, dataset);
    sent.set(id, Buffer.from(String(input.wrap), 'base64url'));
    return id;
  }

  const rotate = (with_: EpochKeys = keys) =>
    rotateEpoch({ store: world.service.service.store, epochKeys: with_ })();
  const aDayLater = () => world.service.setClock((days += 1) * DAY_SECONDS);
  const files = () => readdirSync(placesIn(world.service.dataDir).epochKeys).sort();
  const wraps = () =>
    world.service.sql<Wrap>('select consent_id, epoch, sealed from consent_wrap order by consent_id');

  /** Every wrap that rests opens to what was sent, under the key of its epoch. */
  async function expectWhole(epoch: number): Promise<void> {
    const resting = await wraps();
    expect(resting).toHaveLength(sent.size);
    for (const wrap of resting) {
      expect(wrap.epoch).toBe(epoch);
      const opened = openWrap(wrap.sealed, await keys.key(wrap.epoch), {
        consent: wrap.consent_id,
        epoch: wrap.epoch,
      });
      expect(opened).toEqual(sent.get(wrap.consent_id));
    }
  }

  it('last a day', async () => {
    await rotate();
    await expectWhole(1);
    expect(files()).toEqual(['1.key']);
  });

  it('end: wraps move to a new key, and the old one is destroyed', async () => {
    const [old] = await wraps();
    const oldKey = readFileSync(join(placesIn(world.service.dataDir).epochKeys, '1.key'));
    await aDayLater();
    await rotate();
    await expectWhole(2);
    expect(files()).toEqual(['2.key']);
    // What a backup of yesterday holds opens under no key that is left.
    const left = await keys.key(2);
    expect(() => openWrap(old!.sealed, left, { consent: old!.consent_id, epoch: 1 })).toThrow();
    expect(openWrap(old!.sealed, oldKey, { consent: old!.consent_id, epoch: 1 })).toEqual(
      sent.get(old!.consent_id),
    );
  });

  it('end once, whoever comes first', async () => {
    await aDayLater();
    await Promise.all([rotate(), rotate(), rotate()]);
    await rotate();
    await expectWhole(3);
    expect(files()).toEqual(['3.key']);
  });

  it.each(['make', 'key', 'destroy'] as const)('survive a crash at every call of %s', async (step) => {
    for (let at = 1; at <= 4; at++) {
      await aDayLater();
      let calls = 0;
      const crashing: EpochKeys = {
        make: (epoch) => crash('make', () => keys.make(epoch)),
        key: (epoch) => crash('key', () => keys.key(epoch)),
        destroy: (epoch) => crash('destroy', () => keys.destroy(epoch)),
      };
      async function crash<T>(name: string, run: () => Promise<T>): Promise<T> {
        if (name !== step) return run();
        calls += 1;
        // Half of the crashes come before the file changes, half after it.
        if (calls === Math.ceil(at / 2) && at % 2 === 1) throw new Error('killed');
        const result = await run();
        if (calls === at / 2) throw new Error('killed');
        return result;
      }
      await rotate(crashing).catch(() => undefined);
      await rotate();
      const [current] = await world.service.sql<{ epoch: number }>(
        'select max(epoch) as epoch from wrap_epoch',
      );
      await expectWhole(current!.epoch);
      expect(files()).toEqual([`${current!.epoch}.key`]);
    }
  });

  it('do not end over a wrap that is on its way into them', async () => {
    const { store } = world.service.service;
    const { cooperative } = members[0]!;
    const consent = await grant(members[0]!);
    await world.service.sql('delete from consent_wrap where consent_id = $1', [consent]);
    let arrived!: () => void;
    let mayCommit!: () => void;
    const arriving = new Promise<void>((done) => (arrived = done));
    const commit = new Promise<void>((done) => (mayCommit = done));
    const granting = store.transaction({ cooperative }, async (tx) => {
      await keepWrap(tx, keys, { cooperativeId: cooperative, id: consent }, sent.get(consent)!);
      arrived();
      await commit;
    });
    await arriving;
    await aDayLater();
    const rotating = rotate();
    await new Promise((done) => setTimeout(done, 300));
    mayCommit();
    await granting;
    await rotating;
    await rotate();
    const [current] = await world.service.sql<{ epoch: number }>(
      'select max(epoch) as epoch from wrap_epoch',
    );
    await expectWhole(current!.epoch);
  });

  it('leave a wrap destroyed that was withdrawn meanwhile', async () => {
    const member = members[1]!;
    const consent = await grant(member);
    await aDayLater();
    await Promise.all([rotate(), world.withdraw(member, consent)]);
    sent.delete(consent);
    await rotate();
    const [current] = await world.service.sql<{ epoch: number }>(
      'select max(epoch) as epoch from wrap_epoch',
    );
    await expectWhole(current!.epoch);
  });
});

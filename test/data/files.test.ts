import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cidOf } from '../../subgraphs/data/domain/ciphertext.js';
import type { Blobs } from '../../subgraphs/data/adapters/blobs.js';
import type { EpochKeys } from '../../subgraphs/data/adapters/epochKeys.js';
import { FileBlobs } from '../../subgraphs/data/adapters/fileBlobs.js';
import { FileEpochKeys } from '../../subgraphs/data/adapters/fileEpochKeys.js';
import { MemoryBlobs } from './support/memoryBlobs.js';
import { MemoryEpochKeys } from './support/memoryEpochKeys.js';

const dir = mkdtempSync(join(tmpdir(), 'cooperative-files-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.each<{ name: string; open: () => Blobs }>([
  { name: 'files', open: () => new FileBlobs(join(dir, 'blobs')) },
  { name: 'memory', open: () => new MemoryBlobs() },
])('blobs in $name', ({ open }) => {
  const bytes = randomBytes(5_000);
  const cid = cidOf(bytes);
  let blobs: Blobs;
  beforeAll(() => {
    blobs = open();
  });

  it('are given back byte for byte, to their co-op alone', async () => {
    await blobs.put('coop_a', cid, bytes);
    await blobs.put('coop_a', cid, bytes);
    expect(Buffer.from((await blobs.get('coop_a', cid))!)).toEqual(bytes);
    expect(await blobs.get('coop_b', cid)).toBeNull();
  });

  it('are put by many at once as if by one', async () => {
    const other = randomBytes(5_000);
    await Promise.all(Array.from({ length: 8 }, () => blobs.put('coop_a', cidOf(other), other)));
    expect(Buffer.from((await blobs.get('coop_a', cidOf(other)))!)).toEqual(other);
  });

  it('are gone once removed, however often', async () => {
    await blobs.remove('coop_a', cid);
    await blobs.remove('coop_a', cid);
    await blobs.remove('coop_nobody', cid);
    expect(await blobs.get('coop_a', cid)).toBeNull();
  });
});

describe.each<{ name: string; open: () => EpochKeys }>([
  { name: 'files', open: () => new FileEpochKeys(join(dir, 'epochs')) },
  { name: 'memory', open: () => new MemoryEpochKeys() },
])('epoch keys in $name', ({ open }) => {
  let keys: EpochKeys;
  beforeAll(() => {
    keys = open();
  });

  it('are made once, whoever comes first', async () => {
    await Promise.all(Array.from({ length: 8 }, () => keys.make(1)));
    const key = await keys.key(1);
    expect(key).toHaveLength(32);
    await keys.make(1);
    expect(await keys.key(1)).toEqual(key);
    await keys.make(2);
    expect(await keys.key(2)).not.toEqual(key);
  });

  it('are not made by reading, and not again once destroyed', async () => {
    await expect(keys.key(9)).rejects.toThrow('epoch 9');
    await keys.destroy(1);
    await keys.destroy(1);
    await expect(keys.key(1)).rejects.toThrow('epoch 1');
  });
});

describe('files', () => {
  it('are readable by their owner only, and leave nothing beside them', async () => {
    await new FileEpochKeys(join(dir, 'owned')).make(1);
    expect(statSync(join(dir, 'owned', '1.key')).mode & 0o077).toBe(0);
    expect(statSync(join(dir, 'owned')).mode & 0o077).toBe(0);
    expect(readdirSync(join(dir, 'owned'))).toEqual(['1.key']);
  });

  it.each(['../escape', 'a/b', '', '.'])('have names that stay in their folder: %j', async (name) => {
    const blobs = new FileBlobs(join(dir, 'blobs'));
    await expect(async () => blobs.put(name, 'bafk', randomBytes(1))).rejects.toThrow('name');
    await expect(async () => blobs.get('coop_a', name)).rejects.toThrow('name');
  });
});

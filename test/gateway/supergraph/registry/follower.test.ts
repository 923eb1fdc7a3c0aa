import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Follower } from '../../../../gateway/supergraph/registry/follower.js';
import type { StoredSupergraph } from '../../../../gateway/supergraph/registry/subgraphStore.js';
import { SILENT } from '../support/registry.js';

describe('following the registry', () => {
  let latest: number;
  let reads: number;
  let swapped: number[];
  let broken: Set<number>;
  let reachable: boolean;
  let follower: Follower;
  const supergraph = (generation: number): StoredSupergraph => ({
    generation,
    sdl: '',
    apiSdl: '',
    members: [],
  });

  beforeEach(() => {
    [latest, reads, swapped, broken, reachable] = [1, 0, [], new Set(), true];
    const read = <T>(value: T): Promise<T> =>
      reachable ? Promise.resolve(value) : Promise.reject(new Error('gone'));
    follower = new Follower({
      store: {
        latestGeneration: () => read(latest),
        latest: () => {
          reads += 1;
          return read(supergraph(latest));
        },
      },
      sink: {
        swap: ({ generation }) =>
          broken.has(generation)
            ? Promise.reject(new Error('cannot run'))
            : Promise.resolve(void swapped.push(generation)),
      },
      running: 1,
      pollMs: 1_000_000,
      logger: SILENT,
    });
  });
  afterEach(() => follower.stop());

  test('goes over to what is latest, and reads it once', async () => {
    latest = 3;
    await Promise.all([follower.look(), follower.look()]);
    expect({ swapped, reads, running: follower.generation }).toEqual({ swapped: [3], reads: 1, running: 3 });
  });

  test('keeps the one before when the latest cannot be run, and does not try again', async () => {
    latest = 2;
    broken.add(2);
    await follower.look();
    await follower.look();
    expect({ reads, running: follower.generation }).toEqual({ reads: 1, running: 1 });
    latest = 3;
    await follower.look();
    expect(swapped).toEqual([3]);
  });

  test('goes on while the registry is away, and afterwards', async () => {
    latest = 2;
    reachable = false;
    await follower.look();
    expect(follower.generation).toBe(1);
    reachable = true;
    await follower.look();
    expect(follower.generation).toBe(2);
  });
});

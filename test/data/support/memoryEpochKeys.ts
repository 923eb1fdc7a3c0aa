import { randomBytes } from 'node:crypto';
import { KeyGone } from '../../../subgraphs/data/adapters/epochKeys.js';
import type { EpochKeys } from '../../../subgraphs/data/adapters/epochKeys.js';

/** Epoch keys that are gone with the test. */
export class MemoryEpochKeys implements EpochKeys {
  private readonly keys = new Map<number, Buffer>();

  make(epoch: number): Promise<void> {
    if (!this.keys.has(epoch)) this.keys.set(epoch, randomBytes(32));
    return Promise.resolve();
  }

  key(epoch: number): Promise<Buffer> {
    const key = this.keys.get(epoch);
    return key ? Promise.resolve(key) : Promise.reject(new KeyGone(epoch));
  }

  destroy(epoch: number): Promise<void> {
    this.keys.delete(epoch);
    return Promise.resolve();
  }
}

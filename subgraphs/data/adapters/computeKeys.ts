import type { EpochKeys } from './epochKeys.js';
import { deriveKeyPair, type WrapKeyPair } from './hpke.js';

/**
 * The private keys that consents are wrapped to, by version. They rest as seeds behind a port: files of the worker's
 * own account now, a hardware module or an enclave later. An opened pair stays in memory while the process lives.
 */
export class ComputeKeys {
  private readonly opened = new Map<number, WrapKeyPair>();

  constructor(private readonly seeds: EpochKeys) {}

  /** @throws Error when the version's seed was never made here, or has been destroyed. */
  async pair(version: number): Promise<WrapKeyPair> {
    const known = this.opened.get(version);
    if (known) return known;
    const seed = await this.seeds.key(version);
    const pair = await deriveKeyPair(seed);
    seed.fill(0);
    this.opened.set(version, pair);
    return pair;
  }

  /** Makes the version unless it is here; on stable storage when the promise resolves. */
  async make(version: number): Promise<WrapKeyPair> {
    await this.seeds.make(version);
    return this.pair(version);
  }

  /** For good: what is still wrapped to it can never be opened again. */
  async destroy(version: number): Promise<void> {
    this.opened.delete(version);
    await this.seeds.destroy(version);
  }
}

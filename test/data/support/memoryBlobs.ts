import type { Blobs } from '../../../subgraphs/data/adapters/blobs.js';

/** Blobs that are gone with the test. */
export class MemoryBlobs implements Blobs {
  private readonly kept = new Map<string, Uint8Array>();

  put(cooperative: string, cid: string, bytes: Uint8Array): Promise<void> {
    this.kept.set(`${cooperative}/${cid}`, Uint8Array.from(bytes));
    return Promise.resolve();
  }

  get(cooperative: string, cid: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.kept.get(`${cooperative}/${cid}`) ?? null);
  }

  remove(cooperative: string, cid: string): Promise<void> {
    this.kept.delete(`${cooperative}/${cid}`);
    return Promise.resolve();
  }
}

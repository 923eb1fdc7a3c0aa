import { LRUCache } from 'lru-cache';

const BYTES_PER_MIB = 2 ** 20;

/** Files of logs that never change, as many as fit. */
export class FileCache {
  private readonly kept: LRUCache<string, Buffer> | undefined;

  /** @param mib - 0 keeps none. */
  constructor(mib: number) {
    if (mib === 0) return;
    const maxSize = mib * BYTES_PER_MIB;
    this.kept = new LRUCache({ maxSize, sizeCalculation: (file, path) => file.length + path.length });
  }

  get size(): number {
    return this.kept?.size ?? 0;
  }

  async get(path: string, read: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.kept?.get(path);
    if (kept) return kept;
    const file = await read();
    this.kept?.set(path, file);
    return file;
  }
}

import { join } from 'node:path';
import type { Blobs } from './blobs.js';
import { readIfThere, removeDurably, writeDurably } from './durableFile.js';

/** Names come from ids and CIDs, whose forms hold no separators; anything else is a mistake of ours. */
const NAME = /^[a-z0-9_]{1,128}$/;

/** Blobs as files: `<dir>/<co-op>/<cid>`. */
export class FileBlobs implements Blobs {
  constructor(private readonly dir: string) {}

  async put(cooperativeId: string, cid: string, bytes: Uint8Array): Promise<void> {
    const path = this.path(cooperativeId, cid);
    if ((await readIfThere(path)) === null) await writeDurably(path, bytes);
  }

  get(cooperativeId: string, cid: string): Promise<Uint8Array | null> {
    return readIfThere(this.path(cooperativeId, cid));
  }

  remove(cooperativeId: string, cid: string): Promise<void> {
    return removeDurably(this.path(cooperativeId, cid));
  }

  private path(cooperativeId: string, cid: string): string {
    for (const name of [cooperativeId, cid])
      if (!NAME.test(name)) throw new Error('this is no name of a blob');
    return join(this.dir, cooperativeId, cid);
  }
}

import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EPOCH_KEY_BYTES } from '../domain/epochSeal.js';
import { readIfThere, removeDurably, writeDurably } from './durableFile.js';
import { KeyGone } from './epochKeys.js';
import type { EpochKeys } from './epochKeys.js';

/** Epoch keys as files, readable by their owner only: `<dir>/<epoch>.key`. */
export class FileEpochKeys implements EpochKeys {
  constructor(private readonly dir: string) {}

  async make(epoch: number): Promise<void> {
    const path = this.path(epoch);
    if (await readIfThere(path)) return;
    // Linking refuses to replace, so two copies of the service that make it at once have one key.
    const aside = `${path}.new.${randomBytes(4).toString('hex')}`;
    await writeDurably(aside, randomBytes(EPOCH_KEY_BYTES));
    try {
      await link(aside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(aside, { force: true });
    }
    // Flushes the folder, and so the link.
    await removeDurably(aside);
  }

  async key(epoch: number): Promise<Buffer> {
    const key = await readIfThere(this.path(epoch));
    if (!key) throw new KeyGone(epoch);
    if (key.length !== EPOCH_KEY_BYTES) throw new Error(`the key of epoch ${epoch} has ${key.length} bytes`);
    return key;
  }

  async destroy(epoch: number): Promise<void> {
    const path = this.path(epoch);
    await overwrite(path);
    await removeDurably(path);
  }

  private path(epoch: number): string {
    return join(this.dir, `${epoch}.key`);
  }
}

/** The bytes on the medium go first, as far as a file system lets one say so. */
async function overwrite(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.write(randomBytes(EPOCH_KEY_BYTES), 0, EPOCH_KEY_BYTES, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

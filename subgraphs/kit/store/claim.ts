import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, removeStale } from './fileLock.js';

/** Who holds a folder. */
export interface Holder {
  readonly pid: number;
  /** Where it answers. */
  readonly url: string;
  /** What tells the process from a later one with its number; null where the system does not say. */
  readonly birth: string | null;
}

const FILE = 'running.json';

/** Somebody else holds the folder. */
export class AlreadyClaimed extends Error {
  override readonly name = 'AlreadyClaimed';

  constructor(readonly holder: Holder) {
    super(`process ${holder.pid} runs at ${holder.url}`);
  }
}

/**
 * Takes a data folder for this process, which runs everything in it: a second one would share its files and not know.
 * A claim whose process has ended, killed perhaps, counts no more.
 *
 * @returns what gives it back; so does the end of the process.
 * @throws AlreadyClaimed; Error in words when the folder cannot be written.
 */
export function claimFolder(dataDir: string, url: string): () => void {
  const path = join(dataDir, FILE);
  const aside = `${path}.${process.pid}`;
  const mine: Holder = { pid: process.pid, url, birth: birthOf(process.pid) };
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(aside, JSON.stringify(mine));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Error(`DATA_DIR: ${dataDir} cannot be written (${code})`, { cause: error });
  }
  try {
    while (!tryLink(aside, path)) {
      removeStale(path, () => {
        const holder = holderOf(path);
        if (holder && isRunning(holder)) throw new AlreadyClaimed(holder);
        return true;
      });
    }
  } finally {
    rmSync(aside, { force: true });
  }
  const release = (): void => {
    if (holderOf(path)?.pid === process.pid) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** In a container every process may have our own number. */
function isRunning({ pid, birth }: Holder): boolean {
  return pid !== process.pid && isAlive(pid) && birthOf(pid) === birth;
}

/** When the system started it, as Linux says: the boot and the ticks since. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, ticks] = /^(?:\S+ ){19}(\S+)/.exec(stat.slice(stat.lastIndexOf(')') + 2)) ?? [];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    return null;
  }
}

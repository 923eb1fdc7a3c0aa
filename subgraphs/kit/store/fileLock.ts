import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MAX_MS = 120_000;
const RETRY_MS = 50;
/** Whoever looks whether a file is stale takes no longer, unless they were killed at it. */
const LOOK_MS_MAX = 10_000;

/**
 * Lets one holder at a time, of all processes of this machine, do something about a folder. The file names the holder's
 * process, so that a lock whose holder was killed is taken over.
 *
 * @throws Error after two minutes.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + WAIT_MAX_MS;
  while (!tryLock(path)) {
    if (Date.now() > until) throw new Error(`${path} is held by process ${holderOf(path)}`);
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Writes aside and links: who links first holds it, and nobody reads half a file. */
function tryLock(path: string): boolean {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(aside, String(process.pid));
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    removeStale(path, () => !isAlive(holderOf(path)));
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Removes a file whose maker is gone. One at a time looks and removes: another, who looked before, would remove what
 * somebody has put in its place meanwhile. Does nothing while somebody else looks.
 */
export function removeStale(path: string, isStale: () => boolean): void {
  if (!isStale()) return;
  const looking = `${path}.looking`;
  try {
    writeFileSync(looking, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(looking, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - since > LOOK_MS_MAX) rmSync(looking, { force: true });
    return;
  }
  try {
    if (isStale()) rmSync(path, { force: true });
  } finally {
    rmSync(looking, { force: true });
  }
}

/** Undefined when the lock has just been given up. */
function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined counts as alive: it is about to be known. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

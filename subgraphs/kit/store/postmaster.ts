import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Postmaster {
  pid: number;
  /** The folder of the socket that it answers on. */
  socket: string;
}

/** The server that runs on that directory, also one that hangs or is still starting; undefined while none does. */
export function runningPostmaster(directory: string): Postmaster | undefined {
  const noted = notedPostmaster(directory);
  return noted && isPostgres(noted.pid) ? noted : undefined;
}

/**
 * Takes away the file of a server that is dead, where PostgreSQL would take it for one that runs: its process waits to
 * be reaped, as in a container without an init, or another has got its number. As long as a process of that server
 * lives, the file stays: it is what keeps a second server off the same rows.
 */
export function forgetDeadPostmaster(directory: string): void {
  const noted = notedPostmaster(directory);
  if (!noted || isPostgres(noted.pid) || !isLinux() || isWorkedIn(directory)) return;
  rmSync(pidFile(directory), { force: true });
}

function notedPostmaster(directory: string): Postmaster | undefined {
  const lines = readOr(pidFile(directory), '').split('\n');
  const pid = Number(lines[0]);
  const socket = lines[4]?.trim();
  return Number.isInteger(pid) && pid > 1 && socket ? { pid, socket } : undefined;
}

/** Whether a process of that number lives and, where the system tells, is a PostgreSQL. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (!isLinux()) return true;
  // "<pid> (<name>) <state> …", of which Z is a process that has ended and was not waited for.
  const [, name, state] = /^\d+ \((.*)\) (\w)/.exec(readOr(`/proc/${pid}/stat`, '')) ?? [];
  return name === 'postgres' && state !== 'Z' && state !== 'X';
}

/** Whether any process has that working directory, as every process of a PostgreSQL does. */
function isWorkedIn(directory: string): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === directory;
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false;
    }
  });
}

function isLinux(): boolean {
  return process.platform === 'linux';
}

function pidFile(directory: string): string {
  return join(directory, 'postmaster.pid');
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

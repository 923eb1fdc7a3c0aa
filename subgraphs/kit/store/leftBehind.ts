import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiled; where sources run as they are, in tests, nothing of ours ends before it has stopped what it started. */
const PROGRAM = fileURLToPath(new URL('stopLeftBehind.js', import.meta.url));

/**
 * However this process ends, short of SIGKILL, the embedded PostgreSQL of that folder does not stay behind: at the exit
 * of a process that could not stop it in order, a process of its own does, unless somebody else uses it.
 *
 * @returns what is called once it was stopped in order.
 */
export function leaveNoPostgresBehind(dataDir: string): () => void {
  const stop = (): void => {
    if (!existsSync(PROGRAM)) return;
    const given = [PROGRAM, resolve(dataDir), String(process.pid)];
    // Of a session of its own: Ctrl-C means everything that belongs to the terminal's.
    spawn(process.execPath, given, { detached: true, stdio: 'ignore' }).unref();
  };
  process.once('exit', stop);
  return () => void process.off('exit', stop);
}

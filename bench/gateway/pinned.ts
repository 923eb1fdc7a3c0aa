import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync, readdirSync } from 'node:fs';
import { once } from 'node:events';

/** A process kept on one core, whose whole tree is measured. */
export interface Pinned {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly logFile: string;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 5_000;
/** Linux counts a process's time in hundredths of a second, on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
/** The least time that is told from none. */
export const TICK_SECONDS = 1 / TICKS_PER_SECOND;
const MIB_OF_KIB = 1024;

export interface PinnedOptions {
  command: readonly string[];
  core: number;
  logFile: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export function startPinned({ command, core, logFile, env, cwd }: PinnedOptions): Pinned {
  const child = spawn('taskset', ['-c', String(core), ...command], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(kill);
    log.end();
  };
  return { pid: child.pid!, child, logFile, stop };
}

/** A process and all that it started, as they are now. */
function tree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(statOf(Number(name))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

/** The columns of /proc/<pid>/stat from the state on, which is the third. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Seconds of user and system time of the whole tree, those of ended children included. */
export function cpuSeconds(root: number): number {
  const ticks = tree(root).map((pid) => {
    const columns = statOf(pid)?.slice(11, 15) ?? [];
    return columns.reduce((sum, column) => sum + Number(column), 0);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
}

/** Memory of the whole tree in MiB: resident, and with shared pages counted in parts. */
export function memoryMib(root: number): { rss: number; pss: number } {
  const sum = (field: string): number =>
    tree(root)
      .map((pid) => {
        try {
          const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
          return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
        } catch {
          return 0;
        }
      })
      .reduce((total, kib) => total + kib, 0) / MIB_OF_KIB;
  return { rss: sum('Rss'), pss: sum('Pss') };
}

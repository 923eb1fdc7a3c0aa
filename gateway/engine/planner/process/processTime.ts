import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its kernel's own clock is. */
const MS_PER_TICK = 10;
/** Fields after the name, which may hold anything. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Milliseconds of processor that a process has used; undefined where the system does not say. */
export function processTimeMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';

/** Milliseconds that a process has had a processor for: on a busy machine, waiting for one is no part of it. Linux alone. */
export function cpuMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}

import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_NANOSECOND = 1e-6;

/** Milliseconds of CPU that this process and those that it started have spent, all their threads included. */
export function treeCpuMs(): number {
  const children = [...childrenOf(process.pid)];
  return [process.pid, ...children].reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

function* childrenOf(pid: number): Generator<number> {
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1');
    for (const child of text.split(' ').filter(Boolean).map(Number)) {
      yield child;
      yield* childrenOf(child);
    }
  }
}

function cpuMsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ');
    return sum + Number(nanoseconds) * MS_PER_NANOSECOND;
  }, 0);
}

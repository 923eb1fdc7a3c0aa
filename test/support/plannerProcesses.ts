import { execFileSync } from 'node:child_process';

/** Ids of the planners' processes that this process has started. */
export function plannerProcesses(): number[] {
  const all = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const lines = all.split('\n').filter((line) => line.includes('planner/process/program.js'));
  return lines.map((line) => Number.parseInt(line, 10));
}

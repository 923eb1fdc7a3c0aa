import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';

/**
 * How long a newcomer waits, and what the whole takes of the machine: the first start until the demo world is whole, a
 * later start until the gateway answers, and the memory (PSS) of the whole process tree after loading. Prints each beside its
 * target and the ratio. `npm run bench:start`
 */
const TARGETS = { firstStartSeconds: 45, laterStartSeconds: 5, memoryMiB: 700 };
const DEADLINE_MS = 300_000;
const MAIN = new URL('../gateway/main.js', import.meta.url).pathname;

interface Run {
  child: ChildProcess;
  /** Seconds from the start until a line of output contains the text. */
  until(text: string): Promise<number>;
  stop(): Promise<void>;
}

function startWhole(dataDir: string, port: number): Run {
  const began = performance.now();
  let output = '';
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const until = async (text: string): Promise<number> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null || performance.now() - began > DEADLINE_MS)
        throw new Error(`never said: ${text}\n${output}`);
      await new Promise((wake) => setTimeout(wake, 20));
    }
    return (performance.now() - began) / 1000;
  };
  const stop = (): Promise<void> =>
    new Promise((done) => {
      child.once('exit', () => done());
      child.kill('SIGINT');
    });
  return { child, until, stop };
}

/** The sum over the tree of what each process holds, shared pages counted in parts. */
function treeMemoryMiB(root: number, postmaster: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const inTree = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || pid === postmaster || inTree(parents.get(pid)));
  const kib = [...parents.keys()].filter(inTree).map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

function print(what: string, figure: number, target: number, unit: string): void {
  console.log(
    `${what.padEnd(44)} ${figure.toFixed(1).padStart(7)} ${unit.padEnd(4)} target ${target}  ratio ${(figure / target).toFixed(2)}`,
  );
}

const dataDir = mkdtempSync(join(tmpdir(), 'bench-start-'));
chmodSync(dataDir, 0o755);
const port = await freePort();
try {
  const first = startWhole(dataDir, port);
  print(
    'first start until the gateway answers',
    await first.until('gateway ready'),
    TARGETS.laterStartSeconds,
    's',
  );
  print(
    'first start until the demo world is whole',
    await first.until('the demo world is whole'),
    TARGETS.firstStartSeconds,
    's',
  );
  const postmaster = Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  print(
    'memory of the whole tree after loading',
    treeMemoryMiB(first.child.pid!, postmaster),
    TARGETS.memoryMiB,
    'MiB',
  );
  await first.stop();
  const later = startWhole(dataDir, port);
  print(
    'later start until the gateway answers',
    await later.until('gateway ready'),
    TARGETS.laterStartSeconds,
    's',
  );
  await later.stop();
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { keptWallets } from '../../wallet/demo/wallets.js';
import type { Databases } from './databases.js';
import { freePorts } from './freePorts.js';
import { SCALED, scaledNatsUrl } from './scaledServers.js';

export const SERVICES = ['membership', 'governance', 'data', 'payouts'] as const;
export type Service = (typeof SERVICES)[number];

const WHOLE_WAIT_MS = 540_000;
/** What the product promises of Ctrl-C. */
export const STOP_MS = 10_000;
const WHOLE = 'the demo world is whole';
/** As `gateway/demo.ts` gives it to services that run in its own process. */
const HISTORY_SECONDS = 75 * 86_400;
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** The product as somebody runs it: processes of its own, reached through its door and by signals alone. */
export interface Installation {
  /** Where the gateway answers. */
  readonly url: string;
  readonly dataDir: string;
  /** The database of a service as its owner: to look at what the product left there. */
  databaseUrl(service: Service): string;
  /** All that its processes have written to standard output and standard error. */
  output(): string;
  /** Sends a signal to every process, and resolves when all have ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts what has been killed, at the same place, and resolves when the demo world is whole. */
  restart(): Promise<void>;
  /** Of a scaled one: kills the process of one service, and resolves when another is ready in its place. */
  replace(service: Service): Promise<void>;
  /** As Ctrl-C does. @returns how long it took, in milliseconds. */
  stop(): Promise<number>;
  /** Stops, and leaves nothing behind. */
  remove(): Promise<void>;
}

interface Program {
  name: string;
  file: string;
  arguments: string[];
}

const ALONE: Program[] = SERVICES.map((name) => ({ name, file: `subgraphs/${name}/main.js`, arguments: [] }));
const WHOLE_PROGRAMS: Program[] = [{ name: 'gateway', file: 'gateway/main.js', arguments: [] }];
const SCALED_PROGRAMS: Program[] = [
  ...ALONE,
  { name: 'gateway', file: 'gateway/main.js', arguments: ['--alone'] },
];

/** Starts an installation on free ports and waits until its demo world is whole. */
export async function startInstallation(dataDir: string, databases: Databases): Promise<Installation> {
  const environment = await environmentOf(dataDir, databases);
  const running = new Map<string, ChildProcess>();
  let output = '';

  function launch({ name, file, arguments: given }: Program): void {
    const child = spawn(process.execPath, [join(dist, file), ...given], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.set(name, child);
    child.once('exit', () => running.delete(name));
  }

  async function start(): Promise<void> {
    const from = output.length;
    const programs = SCALED ? SCALED_PROGRAMS : WHOLE_PROGRAMS;
    programs.forEach(launch);
    const deadline = Date.now() + WHOLE_WAIT_MS;
    while (!output.slice(from).includes(WHOLE)) {
      if (running.size < programs.length || Date.now() > deadline) {
        await stop();
        throw new Error(`the installation did not become whole; it said:\n${output.slice(from)}`);
      }
      await sleep(20);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const children = [...running.values()];
    const ended = children.map((child) => once(child, 'close'));
    children.forEach((child) => child.kill(signal));
    await Promise.all(ended);
  }

  async function replace(service: Service): Promise<void> {
    const killed = running.get(service)!;
    killed.kill('SIGKILL');
    await once(killed, 'close');
    launch(ALONE.find(({ name }) => name === service)!);
    const ready = `http://127.0.0.1:${environment[`PORT_${service.toUpperCase()}`]}/ready`;
    const deadline = Date.now() + WHOLE_WAIT_MS;
    while (
      !(await fetch(ready).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > deadline) throw new Error(`${service} did not come back; it said:\n${output}`);
      await sleep(20);
    }
  }

  async function stop(): Promise<number> {
    const began = performance.now();
    await end('SIGINT');
    return performance.now() - began;
  }

  await start();
  return {
    url: `http://127.0.0.1:${environment.PORT}`,
    dataDir,
    databaseUrl: (service) => databases.url(service),
    output: () => output,
    kill: end,
    restart: start,
    replace,
    stop,
    async remove() {
      await stop();
      await stopPostmaster(dataDir);
      await databases.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Nothing of the test's own environment reaches the product but what any shell would give it. */
async function environmentOf(dataDir: string, databases: Databases): Promise<Record<string, string>> {
  const names = ['PORT', ...SERVICES.map((name) => `PORT_${name.toUpperCase()}`)];
  const ports = await freePorts(names.length);
  const { PATH = '', HOME = '' } = process.env;
  const nats = SCALED ? await scaledNatsUrl() : undefined;
  return {
    PATH,
    HOME,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    ...Object.fromEntries(names.map((name, index) => [name, String(ports[index])])),
    ...databases.environment,
    // Processes that run alone are told what the gateway otherwise tells those within it.
    ...(SCALED && {
      CLOCK_OFFSET_START_SECONDS: String(-HISTORY_SECONDS),
      OPERATOR_DIDS: keptWallets(dataDir).operator.did,
      ...(nats !== undefined && { NATS_URL: nats }),
    }),
  };
}

/** The process and the socket's folder of the embedded PostgreSQL that runs on a folder; undefined while none does. */
export function postmasterOf(dataDir: string): { pid: number; socket: string } | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), socket: lines[4] ?? '' };
  } catch {
    return undefined;
  }
}

/** A PostgreSQL that outlived those who were killed. */
async function stopPostmaster(dataDir: string): Promise<void> {
  const left = postmasterOf(dataDir);
  if (left) process.kill(left.pid, 'SIGINT');
  while (postmasterOf(dataDir)) await sleep(20);
}

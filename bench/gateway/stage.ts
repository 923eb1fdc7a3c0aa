import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CONTENDERS, missing } from './contenders.js';
import type { Contender, ContenderName, Scene } from './contenders.js';
import { ask } from './load.js';
import { startPinned } from './pinned.js';
import type { Pinned } from './pinned.js';
import type { DataName } from './toy/data.js';
import { composeToy } from './toy/supergraph.js';

/** The gateway measured has a core to itself; whoever asks it and whom it asks share the other. */
const GATEWAY_CORE = 0;
export const OTHERS_CORE = 1;
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const TOY_SERVER = new URL('toy/server.js', import.meta.url).pathname;

/** A contender that answers. */
export interface Running {
  name: ContenderName;
  url: string;
  process: Pinned;
}

export interface NotRun {
  name: ContenderName;
  reason: string;
}

/** Starts the subgraphs and writes down what gateways want to know of them. */
export async function startSubgraphs(
  folder: string,
  data: DataName,
): Promise<{ scene: Scene; process: Pinned }> {
  const logFile = join(folder, 'subgraphs.log');
  const process_ = startPinned({ command: [process.execPath, TOY_SERVER, data], core: OTHERS_CORE, logFile });
  let output = '';
  while (!output.includes('\n')) {
    const [chunk] = (await once(process_.child.stdout!, 'data')) as [Buffer];
    output += chunk.toString();
  }
  const urls = JSON.parse(output) as Record<string, string>;
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, composeToy(new Map(Object.entries(urls))));
  return { scene: { folder, supergraphFile, urls, data }, process: process_ };
}

/** Starts a contender and waits until it answers; whoever does not is told with the end of what it said. */
export async function startContender(
  name: ContenderName,
  scene: Scene,
  nodeFlags: readonly string[] = [],
): Promise<Running | NotRun> {
  const contender: Contender = CONTENDERS[name];
  const reason = missing(contender);
  if (reason) return { name, reason };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${contender.path}`;
  const [program, ...args] = contender.command(port, scene);
  const pinned = startPinned({
    command: [program!, ...nodeFlags, ...args],
    core: GATEWAY_CORE,
    logFile: join(scene.folder, `${name}.log`),
    env: contender.env,
    cwd: contender.cwd?.(scene),
  });
  const failure = await untilReady(url, pinned);
  if (!failure) return { name, url, process: pinned };
  await pinned.stop();
  return { name, reason: failure };
}

async function untilReady(url: string, { child, logFile }: Pinned): Promise<string | undefined> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const status = await ask(url, '{ __typename }').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return undefined;
    if (child.exitCode !== null) return `ended with ${child.exitCode}: ${lastWords(logFile)}`;
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
  return `did not answer within ${READY_TIMEOUT_MS / 1000} s: ${lastWords(logFile)}`;
}

const LAST_WORDS_MAX = 300;

function lastWords(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().slice(-LAST_WORDS_MAX).replaceAll('\n', ' ');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

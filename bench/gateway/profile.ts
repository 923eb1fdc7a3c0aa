import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { WebSocket } from 'ws';
import { CONTENDERS } from './contenders.js';
import type { ContenderName, Scene } from './contenders.js';
import { measureRound, prepare } from './measure.js';
import type { Options } from './options.js';
import { startContender } from './stage.js';
import type { Running } from './stage.js';

/** As Chrome's protocol has it: what ran, and which of it each sample saw. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const SAMPLING_INTERVAL_MICROSECONDS = 200;
const FUNCTIONS_SHOWN = 40;
const FILES_SHOWN = 25;

/**
 * Prints where a gateway's main thread spends its time, by function and by file, for each case; a fresh process for
 * each. The whole profile is left beside the log, to be opened in a browser's developer tools.
 */
export async function profile(name: ContenderName, scene: Scene, { cases, seconds }: Options): Promise<void> {
  for (const which of cases) {
    const running = await startContender(name, scene, ['--inspect=127.0.0.1:0']);
    if ('reason' in running) throw new Error(running.reason);
    try {
      const track = await prepare(running, which, seconds);
      const inspector = await Inspector.open(running);
      await inspector.send('Profiler.enable');
      await inspector.send('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_MICROSECONDS });
      await inspector.send('Profiler.start');
      await measureRound(track);
      const { profile: found } = (await inspector.send('Profiler.stop')) as { profile: CpuProfile };
      const file = `${scene.folder}/${name}-${which}.cpuprofile`;
      writeFileSync(file, JSON.stringify(found));
      console.log(`\n${CONTENDERS[name].title}, ${which}: ${track.requests} requests; whole: ${file}`);
      printShares(found);
      inspector.close();
    } finally {
      await running.process.stop();
    }
  }
}

function printShares({ nodes, samples, timeDeltas }: CpuProfile): void {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const files = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = frames.get(id)!;
    if (functionName === '(idle)') return;
    const delta = Math.max(timeDeltas[index]!, 0);
    const what = functionName || '(anonymous)';
    const file = url ? shorten(url) : what;
    const where = url ? `${what}  ${file}:${lineNumber + 1}` : what;
    busy += delta;
    functions.set(where, (functions.get(where) ?? 0) + delta);
    files.set(file, (files.get(file) ?? 0) + delta);
  });
  const print = (title: string, shares: ReadonlyMap<string, number>, shown: number): void => {
    console.log(`${title}, share of the time at work`);
    const descending = [...shares].sort(([, a], [, b]) => b - a).slice(0, shown);
    for (const [what, spent] of descending)
      console.log(`${((100 * spent) / busy).toFixed(1).padStart(6)} %  ${what}`);
  };
  print('by function', functions, FUNCTIONS_SHOWN);
  print('by file', files, FILES_SHOWN);
}

const shorten = (url: string): string =>
  url.startsWith('file://') ? relative(process.cwd(), url.slice('file://'.length)) : url;

/** A way to ask a running Node for its profile. */
class Inspector {
  #id = 0;
  constructor(readonly socket: WebSocket) {}

  static async open({ process: { logFile } }: Running): Promise<Inspector> {
    const url = /Debugger listening on (ws:\S+)/.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (!url) throw new Error('only what runs on Node can be profiled');
    const socket = new WebSocket(url, { maxPayload: 0, perMessageDeflate: false });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  async send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#id;
    this.socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [data] = (await once(this.socket, 'message')) as [Buffer];
      const answer = JSON.parse(data.toString()) as { id?: number; result?: unknown; error?: object };
      if (answer.id !== id) continue;
      if (answer.error) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    }
  }

  close(): void {
    this.socket.close();
  }
}

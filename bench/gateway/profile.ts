import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { CONTENDERS } from './contenders.js';
import type { ContenderName, Scene } from './contenders.js';
import { measureRound, prepare } from './measure.js';
import type { Options } from './options.js';
import { startContender } from './stage.js';
import type { Running } from './stage.js';
import { printShares, sharesOf } from './shares.js';
import type { CpuProfile } from './shares.js';
import { rowsOf } from './toy/data.js';

const SAMPLING_INTERVAL_MICROSECONDS = 200;

/**
 * Prints where a gateway's main thread spends its time, for each case; a fresh process for
 * each. The whole profile is left beside the log, to be opened in a browser's developer tools.
 */
export async function profile(name: ContenderName, scene: Scene, options: Options): Promise<void> {
  const rows = rowsOf(scene.data);
  for (const which of options.cases) {
    const running = await startContender(name, scene, ['--inspect=127.0.0.1:0']);
    if ('reason' in running) throw new Error(running.reason);
    try {
      const track = await prepare(running, which, rows, options);
      const inspector = await Inspector.open(running);
      await inspector.send('Profiler.enable');
      await inspector.send('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_MICROSECONDS });
      await inspector.send('Profiler.start');
      await measureRound(track);
      const { profile: found } = (await inspector.send('Profiler.stop')) as { profile: CpuProfile };
      const file = `${scene.folder}/${name}-${scene.data}-${which}.cpuprofile`;
      writeFileSync(file, JSON.stringify(found));
      console.log(
        `\n${CONTENDERS[name].title}, ${scene.data}, ${which}: ${track.requests} requests; whole: ${file}`,
      );
      printShares(sharesOf(found));
      inspector.close();
    } finally {
      await running.process.stop();
    }
  }
}

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

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Settings } from '../subgraphs/kit/settings.js';
import { commandHere } from './announce.js';

/**
 * The demo world is made by a client: a process of its own that holds the demo people's keys and comes in through
 * the public door like anybody. The gateway learns from it one thing, who the operator is.
 */
const CLIENT = fileURLToPath(new URL('../wallet/demo/main.js', import.meta.url));
const run = promisify(execFile);

/** Seconds before now at which a new demo's history begins. */
export const DEMO_HISTORY_SECONDS = 75 * 86_400;

/** Makes the demo people's keys at the first start. @returns the DID of the operator. */
export async function demoOperator(dataDir: string): Promise<string> {
  const { stdout } = await run(process.execPath, [CLIENT, 'keys'], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  const did = /did:key:z6Mk\w+/.exec(stdout)?.[0];
  if (!did) throw new Error('the demo client named no operator');
  return did;
}

export interface DemoLoad {
  /** Resolves when the load has ended: true when the world is whole, false when `stop` ended it before. */
  readonly whole: Promise<boolean>;
  /** Resolves when the client has gone, so that it asks nothing of services that stop next. */
  stop(): Promise<void>;
}

/** Loads what the demo world lacks, showing progress. */
export function loadDemo(settings: Settings, url: string): DemoLoad {
  const child: ChildProcess = spawn(process.execPath, [CLIENT, 'load', '--url', url], {
    env: { ...process.env, DATA_DIR: settings.DATA_DIR },
    // By the channel it knows when we are gone, killed perhaps.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((done) => void child.once('close', () => done()));
  let stopped = false;
  const whole = new Promise<boolean>((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => {
      if (code === 0) done(true);
      else if (stopped) done(false);
      else
        failed(
          new Error(
            `the demo world could not be loaded (${signal ?? `exit ${code}`}). Stop with Ctrl-C and start again to go ` +
              `on from here, or begin anew after ${commandHere('npm run reset', settings)}`,
          ),
        );
    });
  });
  return {
    whole,
    stop() {
      stopped = true;
      child.kill('SIGTERM');
      return ended;
    },
  };
}

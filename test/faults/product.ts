import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../support/freePorts.js';
import { SERVICES } from '../support/installation.js';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const START_MS = 120_000;

/** The product without a demo world, as the processes that somebody would run. */
export interface Product {
  readonly url: string;
  /** Of all its processes. */
  output(): string;
  /** How many of them have ended. */
  ended(): number;
  /** The status of `/ready`; 0 where nobody answers. */
  readiness(): Promise<number>;
  stop(): Promise<void>;
}

/** What one process alone is told, by its name; `urls` are where all of them answer. */
type OwnSettings = (name: string, urls: ReadonlyMap<string, string>) => Record<string, string | undefined>;

/** @param count - how many processes: 1, or 5 for each service and the gateway alone. */
export async function startProduct(
  count: 1 | 5,
  environment: Record<string, string>,
  own: OwnSettings = () => ({}),
): Promise<Product> {
  const names = ['PORT', ...SERVICES.map((name) => `PORT_${name.toUpperCase()}`)];
  const ports = await freePorts(names.length);
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    DEMO: 'false',
    // Hundreds of people sign in from one address.
    RATE_ANONYMOUS_MUTATION_PER_SECOND: '0',
    ...Object.fromEntries(names.map((name, index) => [name, String(ports[index])])),
    ...environment,
  };
  let output = '';
  const urls = new Map(
    ['gateway', ...SERVICES].map((name, index) => [name, `http://127.0.0.1:${ports[index]}`]),
  );
  const launch = (name: string, file: string, ...given: string[]): ChildProcess => {
    const child = spawn(process.execPath, [DIST + file, ...given], {
      env: { ...env, ...own(name, urls) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return child;
  };
  const children =
    count === 1
      ? [launch('gateway', 'gateway/main.js')]
      : [
          ...SERVICES.map((name) => launch(name, `subgraphs/${name}/main.js`)),
          launch('gateway', 'gateway/main.js', '--alone'),
        ];
  const url = `http://127.0.0.1:${ports[0]}`;
  const lives = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
  const product: Product = {
    url,
    output: () => output,
    ended: () => children.filter((child) => !lives(child)).length,
    readiness: () =>
      fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        ({ status }) => status,
        () => 0,
      ),
    async stop() {
      for (const child of children.filter(lives)) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
    },
  };
  const until = Date.now() + START_MS;
  while ((await product.readiness()) !== 200) {
    if (product.ended() > 0 || Date.now() > until) {
      await product.stop();
      throw new Error(`the product did not start; it said:\n${output}`);
    }
    await sleep(50);
  }
  return product;
}

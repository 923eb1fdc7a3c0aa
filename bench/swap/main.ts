import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ready } from './child.js';
import type { Stop } from './loopWatch.js';
import { materialOf } from './supergraphs.js';
import type { Size } from './supergraphs.js';

/**
 * How long the event loop of a gateway stops while it goes over to another supergraph, under light load, beside stock
 * `@apollo/gateway`: `npm run bench:swap -- [swaps]`
 */
const [rounds = 5] = process.argv.slice(2).map(Number);
const PAUSE_MS = 10;

type Contender = 'ours' | 'stock';

/** The least of each, for what else runs on the machine only adds; and the most. */
interface Figure {
  least: Stop;
  most: Stop;
  failed: number;
}

async function measure(contender: Contender, size: Size, query: string): Promise<Figure> {
  const child = fork(fileURLToPath(new URL(`./${contender}.js`, import.meta.url)), [size], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { url } = await told<Ready>();
  const load = new Load(url, query);
  const stops: Stop[] = [];
  for (let round = 0; round < rounds; round++) {
    child.send('swap');
    stops.push(await told<Stop>());
  }
  const failed = await load.stop();
  child.send('stop');
  await once(child, 'exit');
  const of = (choose: typeof Math.min): Stop => ({
    wallMs: choose(...stops.map(({ wallMs }) => wallMs)),
    cpuMs: choose(...stops.map(({ cpuMs }) => cpuMs)),
  });
  return { least: of(Math.min), most: of(Math.max), failed };
}

/** Asks one thing after another, with a pause between. */
class Load {
  private stopped = false;
  private failed = 0;
  private readonly running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly query: string,
  ) {
    this.running = this.run();
  }

  async stop(): Promise<number> {
    this.stopped = true;
    await this.running;
    return this.failed;
  }

  private async run(): Promise<void> {
    for (let count = 0; !this.stopped; count++) {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `query Q${count % 100} ${this.query}` }),
      });
      await answer.arrayBuffer();
      if (answer.status !== 200) this.failed += 1;
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}

const ms = (value: number): string => value.toFixed(0).padStart(7);
console.log(`longest stop of the event loop in a swap, ms; the least of ${rounds} swaps, and the most`);
console.log(`${''.padEnd(22)}    CPU   wall |    CPU   wall   failed requests`);
const results: Record<string, number> = {};
for (const size of ['own', 'large'] as const) {
  const { query, targetMs } = await materialOf(size);
  const figures: Partial<Record<Contender, Figure>> = {};
  for (const contender of ['ours', 'stock'] as const) {
    const figure = await measure(contender, size, query);
    figures[contender] = figure;
    const { least, most, failed } = figure;
    console.log(
      `${`${size}, ${contender}`.padEnd(20)} ${ms(least.cpuMs)}${ms(least.wallMs)} |${ms(most.cpuMs)}${ms(most.wallMs)} ${ms(failed)}`,
    );
    results[`${size}/${contender}`] = least.cpuMs;
  }
  const ratio = figures.stock!.least.cpuMs / figures.ours!.least.cpuMs;
  results[`${size}/ratio`] = ratio;
  const verdict = figures.ours!.least.cpuMs <= targetMs ? 'within' : 'OVER';
  console.log(`${size}: ${ratio.toFixed(1)} times shorter than stock; ${verdict} the ${targetMs} ms wanted`);
}
console.log(JSON.stringify(results));

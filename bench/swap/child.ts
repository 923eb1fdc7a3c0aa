import { LoopWatch } from './loopWatch.js';
import type { Stop } from './loopWatch.js';

export interface Ready {
  url: string;
}

/** Tells the parent where it may ask, and exchanges the supergraph whenever it says so. */
export function serveSwaps(url: string, swap: () => Promise<void>, stop: () => Promise<void>): void {
  const watch = new LoopWatch();
  process.on('message', (message) => {
    if (message === 'stop') return void stop().then(() => process.exit(0));
    watch.take();
    void (message === 'swap' ? swap() : Promise.resolve())
      // What a swap leaves to be done later belongs to it.
      .then(() => new Promise((done) => setTimeout(done, 500)))
      .then(() => process.send?.(watch.take() satisfies Stop));
  });
  process.send?.({ url } satisfies Ready);
}

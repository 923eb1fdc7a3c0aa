import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { Readiness } from './healthRoutes.js';

/** A service knows this of itself; one that does not say it is as good as gone. */
const PROBE_TIMEOUT_MS = 1_000;
/** Anybody may ask; the services are asked no more often than this. */
const PROBE_LIFE_MS = 250;

/** Asks each service whether it would answer, its database included. */
export function probeSubgraphs(
  transports: readonly ServiceTransport[],
): () => Promise<Readiness['subgraphs']> {
  let last: { at: number; answer: Promise<Readiness['subgraphs']> } | undefined;

  async function probe(transport: ServiceTransport): Promise<[string, 'up' | 'down']> {
    const asked = transport.ready().catch(() => false);
    const up = await Promise.race([asked, sleep(PROBE_TIMEOUT_MS, false, { ref: false })]);
    return [transport.name, up ? 'up' : 'down'];
  }

  async function probeAll(): Promise<Readiness['subgraphs']> {
    return Object.fromEntries(await Promise.all(transports.map(probe)));
  }

  return () => {
    if (!last || performance.now() - last.at > PROBE_LIFE_MS) {
      last = { at: performance.now(), answer: probeAll() };
    }
    return last.answer;
  };
}

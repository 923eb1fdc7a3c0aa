import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { SubgraphSchema } from './compose.js';

const RETRY_MS = 250;

/**
 * Reads the schemas of the services, waiting for those that are still starting.
 *
 * @throws Error naming the service that did not give its schema within `waitMs`, with what it said last.
 */
export function collectSchemas(
  transports: readonly ServiceTransport[],
  waitMs: number,
): Promise<SubgraphSchema[]> {
  const until = performance.now() + waitMs;
  return Promise.all(transports.map((transport) => collect(transport, until)));
}

async function collect(transport: ServiceTransport, until: number): Promise<SubgraphSchema> {
  for (;;) {
    try {
      return { name: transport.name, sdl: await transport.sdl() };
    } catch (cause) {
      if (performance.now() >= until)
        throw new Error(`${transport.name} does not give its schema`, { cause });
    }
    await sleep(RETRY_MS);
  }
}

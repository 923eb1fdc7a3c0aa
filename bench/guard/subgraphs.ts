import type { LogPort } from '../../subgraphs/kit/journal/logPort.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import { schemasOfServices } from '../../gateway/services.js';

const NO_LOG: LogPort = {
  entries: () => Promise.resolve({ entries: [], hasNextPage: false }),
  checkpoint: () => Promise.resolve(null),
  inclusionProof: () => Promise.reject(new Error('no log')),
  consistencyProof: () => Promise.reject(new Error('no log')),
  tile: () => Promise.reject(new Error('no log')),
  leaves: () => Promise.reject(new Error('no log')),
  logs: () => Promise.resolve([]),
  locate: () => Promise.resolve(null),
  verifierKey: (cooperative) => Promise.resolve(`bench/${cooperative}+00000000+key`),
};

/** The four services' schemas with nothing behind them: what is left is the gateway's own work. */
export async function emptySubgraphs(): Promise<ServiceTransport[]> {
  const schemas = new Map((await schemasOfServices()).map(({ name, sdl }) => [name, sdl]));
  return SERVICE_NAMES.map((name) => ({
    name,
    sdl: () => Promise.resolve(schemas.get(name)!),
    ready: () => Promise.resolve(true),
    execute: () => Promise.resolve({ data: null }),
    log: NO_LOG,
  }));
}

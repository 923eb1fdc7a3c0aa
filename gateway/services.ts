import { start as startData } from '../subgraphs/data/index.js';
import { start as startGovernance } from '../subgraphs/governance/index.js';
import type { KeyPort } from '../subgraphs/kit/identity/keys.js';
import { serviceUrl } from '../subgraphs/kit/settings.js';
import { buildSubgraph } from '../subgraphs/kit/schema/build.js';
import type { Settings } from '../subgraphs/kit/settings.js';
import type { Databases } from '../subgraphs/kit/store/locate.js';
import type { Route } from '../subgraphs/kit/http/http.js';
import { connectRemote } from '../subgraphs/kit/wire/remote.js';
import type { RunningService, StartService } from '../subgraphs/kit/service/service.js';
import { SERVICE_NAMES } from '../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceTransport } from '../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../subgraphs/kit/contracts/serviceNames.js';
import { start as startMembership } from '../subgraphs/membership/index.js';
import { start as startPayouts } from '../subgraphs/payouts/index.js';
import type { SubgraphSchema } from './supergraph/compose.js';

/** What the four offer, without starting them. */
export async function schemasOfServices(): Promise<SubgraphSchema[]> {
  return Promise.all(
    SERVICE_NAMES.map(async (name) => ({ name, sdl: (await buildSubgraph(START[name].schema)).sdl })),
  );
}

const READY_WAIT_MS = 60_000;

const START: Record<ServiceName, StartService> = {
  membership: startMembership,
  governance: startGovernance,
  data: startData,
  payouts: startPayouts,
};

/** What the services read of the environment beside what every process does. */
export const SERVICE_SETTINGS = SERVICE_NAMES.flatMap((name) => START[name].settings);

export interface Services {
  readonly transports: readonly ServiceTransport[];
  /** What the services answer beside GraphQL, for the gateway's own door. */
  readonly routes: readonly Route[];
  stop(): Promise<void>;
}

interface InThisProcess {
  settings: Settings;
  keys: KeyPort;
  /** Stopped by whoever made it, after the services. */
  databases: Databases;
  /** Aborted when this process was told to stop. */
  shutdown: AbortSignal;
}

/** All four in this process; they meet by calls. */
export async function startServices({
  settings,
  keys,
  databases,
  shutdown,
}: InThisProcess): Promise<Services> {
  const running = new Map<ServiceName, RunningService>();
  const stop = async (): Promise<void> => {
    await Promise.allSettled([...running.values()].map((service) => service.stop()));
  };
  try {
    await databases.ownerUrl('membership');
    shutdown.throwIfAborted();
    // Where one cannot start, the others come up all the same, and are stopped.
    const started = await Promise.allSettled(
      SERVICE_NAMES.map(async (name) => {
        const ownerUrl = await databases.ownerUrl(name);
        running.set(name, await START[name]({ settings, keys, ownerUrl, shutdown }));
      }),
    );
    const failed = started.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    shutdown.throwIfAborted();
    const peer = (name: ServiceName): RunningService => running.get(name)!;
    const peers = {
      feed: (name: ServiceName) => peer(name).feed,
      log: (name: ServiceName) => peer(name).log,
    };
    for (const name of SERVICE_NAMES) await peer(name).connect(peers);
  } catch (error) {
    await stop();
    throw error;
  }
  const services = SERVICE_NAMES.map((name) => running.get(name)!);
  return { transports: services, routes: services.flatMap((service) => service.routes), stop };
}

/** Each in a process of its own; reached over HTTP. */
export async function connectServices(
  settings: Settings,
  keys: KeyPort,
  aborted: AbortSignal,
): Promise<Services> {
  const remotes = SERVICE_NAMES.map((name) =>
    connectRemote(name, serviceUrl(settings, name), 'gateway', keys),
  );
  for (const remote of remotes) {
    const isReady = await Promise.race([remote.awaitReady(READY_WAIT_MS), abortOf(aborted)]);
    aborted.throwIfAborted();
    if (!isReady) throw new Error(`${remote.name} is not ready at ${serviceUrl(settings, remote.name)}`);
    await remote.greet();
  }
  return {
    transports: remotes,
    routes: [],
    stop: async () => void (await Promise.all(remotes.map((remote) => remote.close()))),
  };
}

/** @returns false once it has come. */
function abortOf(signal: AbortSignal): Promise<false> {
  return new Promise((done) => {
    if (signal.aborted) done(false);
    signal.addEventListener('abort', () => done(false), { once: true });
  });
}

import 'reflect-metadata';
import { join } from 'node:path';
import { start as startData } from '../../subgraphs/data/index.js';
import { start as startGovernance } from '../../subgraphs/governance/index.js';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import type { RunningService, StartService } from '../../subgraphs/kit/service/service.js';
import { start as startMembership } from '../../subgraphs/membership/index.js';
import { start as startPayouts } from '../../subgraphs/payouts/index.js';
import { awaited } from '../../wallet/demo/pool.js';
import { DemoPeople } from './demoPeople.js';
import { SERVICES } from './installation.js';
import type { Installation, Service } from './installation.js';
import { seed } from './policySeed.js';
import { thingsOf } from './policyThings.js';
import type { Things } from './policyThings.js';
import { FOREIGN, OWN } from './policyViewers.js';
import { installWorld } from './world.js';

const START: Record<Service, StartService> = {
  membership: startMembership,
  governance: startGovernance,
  data: startData,
  payouts: startPayouts,
};

/** A demo world with an object of every type, behind its gateway and, past it, behind each subgraph's own door. */
export interface PolicyWorld {
  readonly installation: Installation;
  readonly people: DemoPeople;
  readonly keys: FileKeys;
  /** A second copy of each service, on the same rows and keys. */
  readonly services: ReadonlyMap<Service, RunningService>;
  /** Of the co-op that the table is about. */
  readonly own: Things;
  /** The same of the foreign one. */
  readonly foreign: Things;
  stop(): Promise<void>;
}

export async function startPolicyWorld(): Promise<PolicyWorld> {
  const installation = await installWorld();
  try {
    return await seeded(installation);
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

async function seeded(installation: Installation): Promise<PolicyWorld> {
  const people = new DemoPeople(installation);
  const keys = new FileKeys(join(installation.dataDir, 'keys'));
  await seed(people, [OWN, FOREIGN]);
  const [own, foreign, admission, services] = await Promise.all([
    thingsOf(people, OWN),
    thingsOf(people, FOREIGN),
    admissionVote(people),
    startCopies(installation, people, keys),
  ]);
  return {
    installation,
    people,
    keys,
    services,
    own: { ...own, admission },
    foreign,
    async stop() {
      await Promise.all([...services.values()].map((service) => service.stop()));
      await installation.remove();
    },
  };
}

/** Not connected to one another: they answer, and leave it to the installation to react and to tick. */
async function startCopies(
  installation: Installation,
  people: DemoPeople,
  keys: FileKeys,
): Promise<ReadonlyMap<Service, RunningService>> {
  const settings = readSettings(settingsSchema, {
    DATA_DIR: installation.dataDir,
    PORT: new URL(installation.url).port,
    OPERATOR_DIDS: people.listing('operator').did,
    DATABASE_POOL_MAX: '4',
    LOG_LEVEL: 'silent',
  });
  // Data keeps its bytes below this folder, and reads it from the environment like its other settings.
  process.env.DATA_DIR = installation.dataDir;
  const started = SERVICES.map(async (name): Promise<[Service, RunningService]> => {
    const service = await START[name]({ settings, keys, ownerUrl: installation.databaseUrl(name) });
    return [name, service];
  });
  return new Map(await Promise.all(started));
}

function admissionVote({ anyone }: DemoPeople): Promise<string> {
  return awaited('the village votes on its applicant', async () => {
    const { cooperative } = await anyone.execute<{
      cooperative: { proposals: { nodes: { id: string; kind: string }[] } };
    }>('{ cooperative(slug: "village") { proposals(first: 5) { nodes { id kind } } } }');
    return cooperative.proposals.nodes.find(({ kind }) => kind === 'ADMISSION')?.id;
  });
}

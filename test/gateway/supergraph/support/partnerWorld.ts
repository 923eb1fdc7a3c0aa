import type { PartnerRequest } from '../../../support/hostilePartner.js';
import { HOSTILE_SDL, startHostilePartner } from '../../../support/hostilePartner.js';
import type { HostilePartner } from '../../../support/hostilePartner.js';
import { DID, memoryKeys, startToyGateway } from '../../support/toys.js';
import type { ToyGateway } from '../../support/toys.js';
import { village } from '../../support/village.js';
import type { Village } from '../../support/village.js';
import { openRegistryDatabase } from './registry.js';
import type { RegistryDatabase } from './registry.js';

export interface PartnerWorld {
  gateway: ToyGateway;
  village: Village;
  partner: HostilePartner;
  database: RegistryDatabase;
  /** As the operator. */
  post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The last request that the partner got. */
  lastRequest(): PartnerRequest;
  stop(): Promise<void>;
}

/** A gateway over two services, with a partner that does as it is told. */
export async function startPartnerWorld(environment: Record<string, string> = {}): Promise<PartnerWorld> {
  const keys = memoryKeys();
  const database = await openRegistryDatabase();
  const partner = await startHostilePartner();
  const services = village(keys);
  const given = {
    OPERATOR_DIDS: DID,
    PUBLIC_URL: 'https://coop.example',
    USAGE_FLUSH_MS: '200',
    ...environment,
  };
  const transports = [services.membership, services.governance];
  const gateway = await startToyGateway(keys, transports, given, [], database.source);
  const post: PartnerWorld['post'] = async (path, body) => {
    const reply = await fetch(`${gateway.url}/registry/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.issuer.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  await post('register', { subgraph: 'acme', prefix: 'Acme', url: partner.url });
  const published = await post('publish', { subgraph: 'acme', sdl: HOSTILE_SDL });
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return {
    gateway,
    village: services,
    partner,
    database,
    post,
    lastRequest: () => partner.requests.at(-1)!,
    async stop() {
      await gateway.stop();
      await partner.stop();
      await database.drop();
    },
  };
}

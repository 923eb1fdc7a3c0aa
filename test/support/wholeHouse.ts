import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import type { GatewayContext } from '../../gateway/pipeline/requestContext.js';
import type { TransportRequest } from '../../gateway/engine/transport/transport.js';
import { LogReads } from '../../gateway/log/logReads.js';
import { createLogSubgraph, LOG_SUBGRAPH } from '../../gateway/log/logSubgraph.js';
import { apolloComposer } from '../../gateway/supergraph/compose.js';
import { bodyHash, type PassportBody } from '../../subgraphs/kit/identity/passport.js';
import { createLogger } from '../../subgraphs/kit/observability/logger.js';
import type { ClientAnswer } from './federation/federationEngine.js';
import { ownEngine } from './federation/ownEngine.js';
import { serve } from './federation/toySubgraph.js';
import type { ToyServer } from './federation/toySubgraph.js';
import { SERVICES } from './installation.js';
import { askSubgraph, passportOf } from './policyDoors.js';
import { personOf } from './policyViewers.js';
import type { ViewerName } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

export const PARTNER = 'acme';

/** All subgraphs of a world with the tutorial's partner, behind the gateway's engine; each can be stopped. */
export interface WholeHouse {
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { name: string; sdl: string }[];
  /** Asks as a viewer, while one of the subgraphs may not answer. */
  ask(viewer: ViewerName, query: string, stopped?: string): Promise<ClientAnswer>;
  stop(): Promise<void>;
}

export async function wholeHouse(world: PolicyWorld): Promise<WholeHouse> {
  let viewer: ViewerName = 'anonymous';
  let stopped: string | undefined;
  const acme = readFileSync(new URL('../../docs/partner/schema.graphql', import.meta.url), 'utf8');
  const services = SERVICES.map(async (name) => ({ name, sdl: await world.services.get(name)!.sdl() }));
  const log = logOf(world, () => claimsOf(world, viewer));
  const subgraphs = [
    ...(await Promise.all(services)),
    { name: LOG_SUBGRAPH, sdl: log.sdl },
    { name: PARTNER, sdl: acme },
  ];
  const answering = new Map<string, ToyServer>([
    ...SERVICES.map((name): [string, ToyServer] => [
      name,
      async ({ query, variables }) =>
        askSubgraph(world, name, await claimsOf(world, viewer), query, variables),
    ]),
    [LOG_SUBGRAPH, log.server],
    [PARTNER, partnerOf(acme)],
  ]);
  const servers = new Map(
    [...answering].map(([name, server]): [string, ToyServer] => [
      name,
      (request) => (name === stopped ? Promise.reject(new Error(`${name} is stopped`)) : server(request)),
    ]),
  );
  const supergraphSdl = apolloComposer.compose(subgraphs);
  const engine = await ownEngine({ supergraphSdl, servers });
  return {
    schema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    subgraphs,
    ask(as, query, without) {
      [viewer, stopped] = [as, without];
      return engine.execute({ query });
    },
    stop: () => engine.stop(),
  };
}

async function claimsOf(world: PolicyWorld, viewer: ViewerName): Promise<{ sub?: string }> {
  const person = await personOf(world.people, viewer);
  return person ? { sub: person.key.did } : {};
}

function logOf(
  world: PolicyWorld,
  claims: () => Promise<{ sub?: string }>,
): { sdl: string; server: ToyServer } {
  let asking: { sub?: string } = {};
  const passports = {
    issue: (aud: string, _identity: unknown, body: PassportBody) =>
      passportOf(world, { aud, bh: bodyHash(body), ...asking }),
  };
  const logger = createLogger('log', 'silent');
  const { sdl, link } = createLogSubgraph(
    [...world.services.values()],
    passports as never,
    new LogReads(),
    logger,
  );
  const server: ToyServer = async ({ query, variables, operationName }) => {
    asking = await claims();
    const request = { query, operationName, variables: () => variables } as unknown as TransportRequest;
    const context = {
      identity: { requestId: randomUUID(), viewer: null },
      caller: { address: 'here', viewer: null },
      deadline: Infinity,
    } as unknown as GatewayContext;
    const { data, errors } = await link.send(request, context);
    return JSON.parse(JSON.stringify({ data, ...(errors?.length && { errors }) })) as never;
  };
  return { sdl, server };
}

function partnerOf(sdl: string): ToyServer {
  const rating = ({ id }: { id: string }) => ({ dataset: { id }, stars: 4.5, raters: 12 });
  const resolvers = {
    Query: { acmeBestRated: () => [] },
    Dataset: { __resolveReference: ({ id }: { id: string }) => ({ id }), acmeRating: rating },
  };
  return serve({ name: PARTNER, typeDefs: sdl, resolvers: resolvers }, parse(sdl));
}

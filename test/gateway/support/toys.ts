import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { graphql, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import jwt from 'jsonwebtoken';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import { startGateway } from '../../../gateway/gateway.js';
import type { RunningGateway } from '../../../gateway/assemble.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import { formatError } from '../../../subgraphs/kit/errors/format.js';
import type { KeyPort } from '../../../subgraphs/kit/identity/keys.js';
import type { PassportClaims } from '../../../subgraphs/kit/identity/passport.js';
import { PassportReader } from '../../../subgraphs/kit/identity/passportReader.js';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import type { Route } from '../../../subgraphs/kit/http/http.js';
import type {
  SubgraphAnswer,
  SubgraphRequest,
  ServiceTransport,
} from '../../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';

export const ISSUER = 'http://gateway.test';
export const DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
export const ENTRY = 'jrn_01h455vb4pex5vsknk084sn02q';
export const LATER_ENTRY = 'jrn_01h455vb4pex5vsknk084sn02r';

/** Keys in memory, made at first use. */
export function memoryKeys(): KeyPort {
  const made = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>();
  return {
    signing(name, algorithm) {
      const key =
        made.get(name) ??
        (algorithm === 'es256'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : generateKeyPairSync('ed25519'));
      made.set(name, key);
      return key;
    },
    pinned: (name) => made.get(name)?.publicKey,
    secret: (_, bytes) => Buffer.alloc(bytes),
  };
}

/** Issues access tokens as membership does. */
export class ToyIssuer {
  readonly kid = randomUUID();
  readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  fetches = 0;

  readonly fetchKeys = (): Promise<unknown> => {
    this.fetches += 1;
    return Promise.resolve({
      keys: [{ ...this.pair.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig' }],
    });
  };

  token(claims: object = {}, options: jwt.SignOptions = {}): string {
    return jwt.sign({ sub: DID, sid: 'ses_toy', ...claims }, this.pair.privateKey, {
      algorithm: 'ES256',
      keyid: this.kid,
      issuer: ISSUER,
      audience: ISSUER,
      expiresIn: 900,
      ...options,
    });
  }
}

export interface ToyContext {
  claims: PassportClaims;
}

export interface Toy extends ServiceTransport {
  readonly schema: GraphQLSchema;
  /** @throws PASSPORT_INVALID */
  claimsOf(request: SubgraphRequest): PassportClaims;
  /** What it was asked, with the claims of the passport that came along. */
  readonly asked: { request: SubgraphRequest; claims: PassportClaims }[];
  /** Instead of answering: rejects, hangs, or answers this. */
  fault: 'none' | 'down' | 'hangs' | SubgraphAnswer;
  extensions: Record<string, unknown> | undefined;
}

const NO_LOG: LogPort = {
  entries: () => Promise.resolve({ entries: [], hasNextPage: false }),
  checkpoint: () => Promise.resolve(null),
  inclusionProof: () => Promise.reject(new Error('no log')),
  consistencyProof: () => Promise.reject(new Error('no log')),
  tile: () => Promise.reject(new Error('no log')),
  leaves: () => Promise.reject(new Error('no log')),
  logs: () => Promise.resolve([]),
  locate: () => Promise.resolve(null),
  verifierKey: (cooperative) => Promise.resolve(`toy/${cooperative}+00000000+key`),
};

/** A subgraph in memory that checks passports as the real ones do. */
export function toySubgraph(
  name: ServiceName,
  sdl: string,
  resolvers: GraphQLResolverMap<ToyContext>,
  keys: KeyPort,
  log: Partial<LogPort> = {},
): Toy {
  const typeDefs = parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])\n${sdl}`,
  );
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as GraphQLResolverMap<unknown> });
  const spent = new Set<string>();
  const passports = new PassportReader(name, () => keys.pinned('gateway/passport'));
  const toy: Toy = {
    name,
    schema,
    claimsOf: (request) => passports.claimsOf(request),
    log: { ...NO_LOG, ...log },
    asked: [],
    fault: 'none',
    extensions: undefined,
    sdl: () =>
      Promise.resolve(
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])\n${sdl}`,
      ),
    ready: () => Promise.resolve(toy.fault !== 'down' && toy.fault !== 'hangs'),
    async execute(request) {
      if (toy.fault === 'down') throw new Error('connect ECONNREFUSED');
      if (toy.fault === 'hangs') return new Promise(() => undefined);
      const format = (error: unknown) => formatError(error, { requestId: 'toy', log: () => undefined });
      const claims = passports.claimsOf(request);
      toy.asked.push({ request, claims });
      if (toy.fault !== 'none') return toy.fault;
      const mutation = request.query.startsWith('mutation');
      if (mutation && (claims.bh === undefined || spent.has(claims.jti))) {
        throw new Error('the passport does not admit this mutation');
      }
      spent.add(claims.jti);
      const { data, errors } = await graphql({
        schema,
        source: request.query,
        variableValues: request.variables,
        operationName: request.operationName,
        contextValue: { claims },
      });
      const extensions = mutation && toy.extensions ? { extensions: toy.extensions } : {};
      return { data, ...(errors && { errors: errors.map(format) }), ...extensions };
    },
  };
  return toy;
}

export interface ToyGateway extends RunningGateway {
  issuer: ToyIssuer;
  /** Lines logged, as JSON objects. */
  logged: Record<string, unknown>[];
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<ToyReply>;
}

export interface ToyReply {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
    extensions?: Record<string, unknown>;
  };
  codes: unknown[];
}

export async function startToyGateway(
  keys: KeyPort,
  transports: readonly ServiceTransport[],
  environment: Record<string, string> = {},
  routes: readonly Route[] = [],
  database?: DataSource,
): Promise<ToyGateway> {
  const issuer = new ToyIssuer();
  const logged: Record<string, unknown>[] = [];
  const logger = pino(
    { level: 'info' },
    { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const settings = {
    ...readSettings(settingsSchema, { PORT: '0', ...environment }),
    ...readSettings(gatewaySettingsSchema, environment),
  };
  const plannerWorker = directPlannerWorker({
    plansMax: settings.PLANS_COMPARED_MAX,
    pathsMax: settings.PLAN_PATHS_MAX,
  });
  const tokens = { issuer: ISSUER, audience: ISSUER, fetchKeys: issuer.fetchKeys };
  const gateway = await startGateway({
    settings,
    keys,
    transports,
    routes,
    logger,
    tokens,
    plannerWorker,
    database,
  });
  async function ask(
    query: string,
    variables?: object,
    headers: Record<string, string> = {},
  ): Promise<ToyReply> {
    const reply = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return readReply(reply);
  }
  return { ...gateway, issuer, logged, ask };
}

export async function readReply(reply: Response): Promise<ToyReply> {
  const body = (await reply.json()) as ToyReply['body'];
  const codes = (body.errors ?? []).map(({ extensions }) => extensions.code);
  return { status: reply.status, headers: reply.headers, body, codes };
}

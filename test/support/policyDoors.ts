import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import type { PassportClaims } from '../../subgraphs/kit/identity/passport.js';
import { RequestRefused } from '../../wallet/client/errors.js';
import type { GraphQLFailure } from '../../wallet/client/errors.js';
import { openStream } from './liveClient.js';
import type { DoorName } from './policyProbe.js';
import { personOf } from './policyViewers.js';
import type { ViewerName } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';
import type { Service } from './installation.js';

const TOKEN_SECONDS = 900;

const BEHIND_ATTEMPTS_MAX = 20;
const BEHIND_WAIT_MS = 500;

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLFailure[];
}

/** Whom a request comes from, to which service, and by which door. */
export interface Asking {
  readonly door: DoorName;
  readonly service: string;
  readonly viewer: ViewerName;
  readonly standIn?: boolean;
}

/** Asks, and asks again while a service is behind: what the table is about is said after that. */
export async function ask(
  world: PolicyWorld,
  asking: Asking,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(world, asking, query, variables);
    const isBehind = answer.errors.some(({ extensions }) => extensions?.code === 'PROJECTION_BEHIND');
    if (!isBehind || attempt === BEHIND_ATTEMPTS_MAX) return answer;
    await sleep(BEHIND_WAIT_MS);
  }
}

async function askOnce(
  world: PolicyWorld,
  { door, service, viewer, standIn }: Asking,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const person = await personOf(world.people, viewer, standIn);
  if (door === 'subgraph') {
    return askSubgraph(world, service as Service, { sub: person?.key.did }, query, variables);
  }
  const client = person?.client ?? world.people.anyone;
  if (query.startsWith('subscription')) {
    const { authorization } = await client.headers();
    const headers = authorization === undefined ? undefined : { authorization };
    return firstStreamed(world.installation.url, query, variables, headers);
  }
  try {
    return { data: await client.execute<Record<string, unknown>>(query, variables), errors: [] };
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { data: error.data as Answer['data'], errors: error.failures };
  }
}

/** Asks a subgraph past the gateway, with a passport that says what the gateway's would, but for `claims`. */
export function askSubgraph(
  world: PolicyWorld,
  service: Service,
  claims: Partial<PassportClaims>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const bh = bodyHash({ query, variables });
  const passport = passportOf(world, { aud: service, bh, ...claims });
  return askWith(world, service, passport, query, variables);
}

export async function askWith(
  { services }: PolicyWorld,
  service: Service,
  passport: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const headers = { 'request-id': 'policy', ...(passport !== undefined && { passport }) };
  const request = { query, variables, headers };
  const answer = query.startsWith('subscription')
    ? await firstOf((signal) => services.get(service)!.subscribe(request, signal))
    : await services.get(service)!.execute(request);
  // As it would travel: without prototypes and with values in their wire form.
  const { data = null, errors = [] } = JSON.parse(JSON.stringify(answer)) as Partial<Answer>;
  return { data, errors };
}

async function firstStreamed(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const stream = await openStream(url, query, variables, { headers });
  const answer = await stream.next();
  stream.close();
  if (typeof answer !== 'object') throw new Error(`the stream began with ${answer}`);
  return { data: null, errors: [], ...answer };
}

/** Of a subscription, the answer with which it begins. */
async function firstOf<T>(open: (signal: AbortSignal) => AsyncGenerator<T>): Promise<T> {
  const leaving = new AbortController();
  const answers = open(leaving.signal);
  try {
    return (await answers.next()).value as T;
  } finally {
    leaving.abort();
    await answers.return(undefined);
  }
}

export function passportOf({ keys }: PolicyWorld, claims: Partial<PassportClaims> & { aud: string }): string {
  const { sub, ...rest } = claims;
  const key = keys.signing('gateway/passport', 'es256').privateKey;
  const tex = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  // Without a session: these copies follow no journal, so they would refuse to say that one has not ended.
  const person = sub === undefined ? {} : { sub, tex };
  return signPassport(key, { rid: 'policy', jti: randomUUID(), ...person, ...rest });
}

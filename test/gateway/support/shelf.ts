import { getOperationAST, parse } from 'graphql';
import { cachingTransport } from '../../../gateway/cache/cachingTransport.js';
import type { Outcome } from '../../../gateway/cache/cachingTransport.js';
import { Freshness } from '../../../gateway/cache/freshness.js';
import { JournalWatch } from '../../../gateway/cache/journalWatch.js';
import { KeptAnswers } from '../../../gateway/cache/keptAnswers.js';
import type { GatewayContext } from '../../../gateway/pipeline/requestContext.js';
import { Engine } from '../../../gateway/engine/engine.js';
import type { TransportAnswer, SubgraphTransport } from '../../../gateway/engine/transport/transport.js';
import type { Positions } from '../../../gateway/identity/positions.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import type { ChangedPage, PublicChangesPort } from '../../../subgraphs/kit/journal/publicChanges.js';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { JournalPosition } from '../../../subgraphs/kit/journal/promise.js';
import { CACHING_SDL } from '../../../subgraphs/kit/wire/cachingSdl.js';
import { composeToys } from '../../support/federation/composeToys.js';
import { PLANNER_LIMITS } from '../../support/federation/ownEngine.js';
import { roundTrip } from '../../support/federation/toySubgraph.js';
import type { ToyAnswer, ToyRequest } from '../../support/federation/toySubgraph.js';

/** A journal's public side, as a test writes it. */
export class ToyChanges implements PublicChangesPort {
  private readonly pages: ChangedPage[] = [];
  private wake: (() => void) | undefined;
  isDown = false;
  looks = 0;

  push(tags: string[], { all = false, entry = `jrn_${this.pages.length}` } = {}): void {
    this.pages.push({ position: BigInt(this.pages.length + 1), entries: [entry], tags, all });
    this.wake?.();
  }

  get head(): number {
    return this.pages.length;
  }

  async read(after: bigint | null, waitMs: number, signal?: AbortSignal): Promise<ChangedPage> {
    this.looks += 1;
    if (this.isDown) throw new Error('connect ECONNREFUSED');
    if (after === null) return { position: BigInt(this.pages.length), entries: [], tags: [], all: false };
    const found = this.pages[Number(after)];
    if (found) return found;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      signal?.addEventListener('abort', () => resolve(), { once: true });
      setTimeout(resolve, waitMs).unref();
    });
    if (this.isDown) throw new Error('connect ECONNREFUSED');
    return this.pages[Number(after)] ?? { position: after, entries: [], tags: [], all: false };
  }
}

/** One request that came to a toy, and in whose name. */
export interface ShelfCall extends ToyRequest {
  readonly subgraph: string;
  readonly did: string | undefined;
  readonly positions: Positions;
}

export interface Shelf {
  readonly calls: ShelfCall[];
  readonly counts: Record<Outcome, number>;
  readonly changes: ToyChanges;
  readonly answers: KeptAnswers;
  readonly clock: { now: number };
  readonly titles: Map<string, string>;
  /** While set, the toys' answers wait for it. */
  gate: Promise<void> | undefined;
  /** What subgraphs answer instead, by name. */
  readonly syntheticFields: Map<string, ToyAnswer>;
  ask(query: string, options?: AskOptions): Promise<Asked>;
  /** Says what has changed, and waits until that is known. */
  tell(tags: string[], options?: { all?: boolean; entry?: string }): Promise<void>;
  /** Moves the clock, and waits until both journals are heard of again. */
  advance(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export interface AskOptions {
  variables?: Record<string, unknown>;
  did?: string;
  positions?: Positions;
}

export interface Asked {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
  readonly data: any;
  readonly errors: TransportAnswer['errors'];
  readonly maxAgeSeconds: number | undefined;
  readonly freshness: Freshness;
}

const CATALOGUE = `${CACHING_SDL}
  type Query {
    dataset(id: ID!): Dataset
    datasets: [Dataset!]! @cacheControl(maxAge: 30)
    me: String
  }
  type Mutation { rename(id: ID!, title: String!): Dataset }
  type Dataset @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    title: String
    columns: [Column!]!
    mine: String @cacheControl(scope: PRIVATE)
    cooperative: Cooperative!
  }
  type Column @cacheControl(inheritMaxAge: true) { label: String! }
  type Cooperative @key(fields: "id") @cacheControl(maxAge: 60) { id: ID! }
`;

const COOPERATIVES = `${CACHING_SDL}
  type Query { cooperative(id: ID!): Cooperative }
  type Cooperative @key(fields: "id") { id: ID! name: String secret: String @cacheControl(maxAge: 0) }
`;

/** The entry that every mutation leaves. */
export const RECEIPT = newId('jrn');

const NOW = Date.UTC(2026, 0, 1);

/** A catalogue and the co-ops that its datasets are of, behind an engine whose public answers are kept. */
export async function shelf({
  bytesMax = 1_000_000,
  blindMsMax = 300,
  changesMax = 1_000,
} = {}): Promise<Shelf> {
  const titles = new Map([
    ['dst_1', 'Trips'],
    ['dst_2', 'Yields'],
    ['dst_3', 'Surveys'],
  ]);
  const dataset = (id: string) =>
    titles.has(id)
      ? {
          id,
          title: titles.get(id),
          columns: [{ label: 'day' }],
          mine: 'own',
          cooperative: { id: `coop_${id.at(-1)}` },
        }
      : null;
  const cooperative = ({ id }: { id: string }) => ({ id, name: `Name of ${id}`, secret: 'hush' });
  const { supergraphSdl, servers } = composeToys([
    {
      name: 'data',
      typeDefs: CATALOGUE,
      resolvers: {
        Query: {
          dataset: (_: unknown, { id }: { id: string }) => dataset(id),
          datasets: () => [...titles.keys()].map(dataset),
          me: () => 'somebody',
        },
        Mutation: {
          rename: (_: unknown, { id, title }: { id: string; title: string }) => {
            titles.set(id, title);
            return dataset(id);
          },
        },
        Dataset: { __resolveReference: ({ id }: { id: string }) => dataset(id) },
      },
    },
    {
      name: 'membership',
      typeDefs: COOPERATIVES,
      resolvers: {
        Query: { cooperative: (_: unknown, args: { id: string }) => cooperative(args) },
        Cooperative: { __resolveReference: cooperative },
      },
    },
  ]);
  const clock = { now: NOW };
  const now = () => clock.now;
  const changes = new ToyChanges();
  const quiet = { warn: () => undefined };
  const watch = new JournalWatch({ service: 'data', changes, blindMsMax, changesMax, now, logger: quiet });
  const still = new ToyChanges();
  const other = new JournalWatch({
    service: 'membership',
    changes: still,
    blindMsMax,
    changesMax,
    now,
    logger: quiet,
  });
  const answers = new KeptAnswers(bytesMax);
  const counts = { hit: 0, miss: 0, outdated: 0, bypass: 0 };
  const calls: ShelfCall[] = [];
  const syntheticFields = new Map<string, ToyAnswer>();

  const linkTo = (name: string): SubgraphTransport<GatewayContext> => ({
    name,
    async send(request, { identity, receipts }) {
      const { query, operationName } = request;
      const asked = { query, operationName, variables: roundTrip(request.variables()) };
      calls.push({ ...asked, subgraph: name, did: identity.viewer?.did, positions: identity.positions });
      const { gate } = made;
      const syntheticField = syntheticFields.get(name);
      const answer = syntheticField ? roundTrip(syntheticField) : await servers.get(name)!(asked);
      await gate;
      if (request.kind === 'mutation') receipts.push(receiptOf(name));
      return answer;
    },
  });
  const engine = await Engine.start<GatewayContext>({
    supergraphSdl,
    plannerWorker: directPlannerWorker(PLANNER_LIMITS),
    transportsTo: (subgraphs) =>
      new Map(
        subgraphs.map(({ name }) => {
          const count = (outcome: Outcome, times: number) => void (counts[outcome] += times);
          const on = name === 'data' ? watch : other;
          return [name, cachingTransport({ link: linkTo(name), watch: on, answers, now, count })];
        }),
      ),
    planCacheMib: 8,
    errorsMax: 100,
    answerBytesMax: 2 ** 23,
    publicSubgraphs: new Set(['data', 'membership']),
  });
  watch.start();
  other.start();
  await until(() => watch.place !== undefined && other.place !== undefined);

  const made: Shelf = {
    ...{ calls, counts, changes, answers, clock, titles, syntheticFields },
    gate: undefined,
    async ask(query, { variables = {}, did, positions = {} } = {}) {
      const document = parse(query);
      const freshness = new Freshness();
      const viewer = did === undefined ? null : { did, sessionId: 'ses_1', expiresAt: 0 };
      const context: GatewayContext = {
        identity: { requestId: 'test', viewer, positions },
        caller: { address: '127.0.0.1', local: true, viewer: did ?? null },
        receipts: [],
        deadline: performance.now() + 10_000,
        freshness,
      };
      const operation = getOperationAST(document)!;
      const { data, errors } = await engine.execute({ document, operation, id: query, variables, context });
      const { text, maxAgeSeconds } = data;
      return { data: JSON.parse(text) as unknown, errors, maxAgeSeconds, freshness };
    },
    async tell(tags, options) {
      changes.push(tags, options);
      await until(() => watch.place === changes.head);
    },
    async advance(milliseconds) {
      clock.now += milliseconds;
      await until(() => watch.place !== undefined && other.place !== undefined);
    },
    async stop() {
      await Promise.all([watch.stop(), other.stop()]);
      engine.stop();
    },
  };
  return made;
}

function receiptOf(service: string): JournalPosition {
  const entry = { entry: RECEIPT, leafHash: '', issuedAt: '', maxDelayMs: 0, signature: '' };
  return { service, cooperative: 'coop_1', ...entry };
}

/** Waits for what comes about by itself. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn += 1) {
    if (turn > 2_000) throw new Error('it does not come about');
    await new Promise((next) => setTimeout(next, 2));
  }
}

import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { z } from 'zod';
import { openToSubjectAlone } from '../contracts/openings.js';
import type { KeyPort } from '../identity/keys.js';
import type { PassportClaims } from '../identity/passport.js';
import { PassportReader } from '../identity/passportReader.js';
import { applyProjection } from '../identity/projection.js';
import { Viewer } from '../identity/viewer.js';
import { LocalFeed } from '../journal/feed.js';
import type { FeedPort } from '../journal/feed.js';
import { boundedLog } from '../journal/boundedLog.js';
import { createLog } from '../journal/log.js';
import { originAt } from '../journal/origin.js';
import type { LogPort } from '../journal/logPort.js';
import { publicChangesOf } from '../journal/publicChanges.js';
import type { PublicChanges, PublicChangesPort } from '../journal/publicChanges.js';
import { startReader } from '../journal/reactions.js';
import type { Reaction } from '../journal/reaction.js';
import type { Reader } from '../journal/reactions.js';
import { startSequencer } from '../journal/sequencer.js';
import { startSchedule } from '../schedule.js';
import type { Tick } from '../schedule.js';
import { Changes } from '../live/changes.js';
import type { LiveTopics } from '../live/changes.js';
import { createSubscriber } from '../live/subscribe.js';
import { notifierInProcess } from '../live/journalNotifier.js';
import type { JournalNotifier } from '../live/journalNotifier.js';
import { buildSubgraph } from '../schema/build.js';
import type { SchemaParts } from '../schema/build.js';
import { databaseLimits, publicUrl } from '../settings.js';
import type { Settings } from '../settings.js';
import { openDatabase, requireRealClock, roleNames, roleUrl } from '../store/database.js';
import type { MigrationClass } from '../store/database.js';
import { DatabaseWatch } from '../store/databaseWatch.js';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import { createExecutor } from './execute.js';
import type { Pause } from '../http/pause.js';
import { preparerFor } from './prepare.js';
import type { Route } from '../http/http.js';
import { catchUpWith } from './catchUp.js';
import { sweepEndedSessions } from '../store/endedSessions.js';
import { sweepIdempotency } from '../store/idempotencyExpiry.js';
import { sweepSpent, spendPassport } from '../identity/passportStore.js';
import { requireSessionsKnown } from '../identity/sessionLag.js';
import { isReady } from './vitals.js';
import type { Vitals } from './vitals.js';
import { createLogger } from '../observability/logger.js';
import type { Logger } from '../observability/logger.js';
import { Waits } from './waits.js';
import type { SubgraphRequest, SubgraphSubscribe, ServiceTransport } from '../wire/transport.js';
import type { ServiceName } from '../contracts/serviceNames.js';

/** What a service's wiring is given. */
export interface ServiceDeps {
  readonly name: ServiceName;
  readonly store: Store;
  readonly settings: Settings;
  readonly keys: KeyPort;
  readonly logger: Logger;
  /** The public log of another service; callable once the services are connected. */
  logs(service: ServiceName): LogPort;
  /** The service's database, for a worker process that signs in with a role of its own. */
  readonly workerDatabaseUrl: string;
  /** Aborted when this process was told to stop, perhaps with all that run beside it. */
  readonly shutdown: AbortSignal;
}

/** A service, as its `index.ts` declares it. */
export interface ServiceDefinition<Services> {
  name: ServiceName;
  rows: readonly EntityTarget<ObjectLiteral>[];
  migrations: readonly MigrationClass[];
  schema: SchemaParts;
  /** What it reads of the environment beside what every service does. */
  settings?: readonly z.ZodType[];
  /** The use cases, wired to their ports. */
  services(deps: ServiceDeps): Services | Promise<Services>;
  reactions?(services: Services, deps: ServiceDeps): Reaction[];
  ticks?(services: Services, deps: ServiceDeps): Tick[];
  routes?(services: Services, deps: ServiceDeps): Route[];
  /** Which entries of its own journal its subscriptions wait for. */
  live?: LiveTopics;
  /** What its entries change of what everybody may see. */
  publicChanges?: PublicChanges;
  /** Processes beside the service (a worker, a sandbox); resolves to what ends them. */
  sidecars?(services: Services, deps: ServiceDeps): Promise<() => Promise<void>>;
}

export interface StartOptions {
  settings: Settings;
  keys: KeyPort;
  /** URL of the service's database as its owner. */
  ownerUrl: string;
  /** What wakes readers of its journal in other processes; by default there are none. */
  notifier?: JournalNotifier;
  /** Aborted when this process was told to stop; by default it never is. */
  shutdown?: AbortSignal;
}

/** How a service reaches the others. */
export interface Peers {
  feed(service: ServiceName): FeedPort;
  log(service: ServiceName): LogPort;
}

export interface RunningService extends ServiceTransport {
  readonly feed: FeedPort;
  readonly routes: readonly Route[];
  readonly store: Store;
  readonly subscribe: SubgraphSubscribe;
  readonly publicChanges: PublicChangesPort;
  /** How it is, as far as it knows without asking anybody. */
  vitals(): Vitals;
  /** As `ready`, at once. */
  isReady(): boolean;
  /** The position at which its journal ends. */
  journalEnd(): Promise<bigint>;
  /** Begins to read the other services' journals, to tick, and to run sidecars. */
  connect(peers: Peers): Promise<void>;
  /** Lets go those who wait for its journal to grow, subscriptions too, so that whoever answers them can stop. */
  endWaits(): void;
  stop(): Promise<void>;
}

export interface StartService {
  (options: StartOptions): Promise<RunningService>;
  /** What the service's schema is built from, for whoever wants it without a database. */
  readonly schema: SchemaParts;
  /** What it reads of the environment, for whoever would tell of all that is wrong before starting anything. */
  readonly settings: readonly z.ZodType[];
}

const SWEEP_MS = 60_000;

/** The part of the connections to its database that reading the log may take, which everybody may. */
const LOG_SHARE = 1 / 4;

/** Makes the start function that a subgraph exports. */
export function defineService<Services>(definition: ServiceDefinition<Services>): StartService {
  const start = async ({ settings, keys, ownerUrl, ...given }: StartOptions): Promise<RunningService> => {
    const { name } = definition;
    const logger = createLogger(name, settings.LOG_LEVEL);
    const roles = roleNames(settings.DATABASE_ROLE_PREFIX, name);
    const rolePassword = settings.DATABASE_ROLE_PASSWORD ?? keys.secret('database/roles', 24).toString('hex');
    const source = await openDatabase({
      ownerUrl,
      rows: definition.rows,
      migrations: definition.migrations,
      roles,
      rolePassword,
      clockOffsetSeconds: settings.DEMO ? settings.CLOCK_OFFSET_START_SECONDS : 0,
      limits: databaseLimits(settings),
    });
    if (!settings.DEMO) await requireRealClock(source);
    const watch = new DatabaseWatch(source, logger);
    const logKey = keys.signing(`${name}/log`, 'ed25519').privateKey;
    const originOf = (cooperative: string): string => originAt(publicUrl(settings), name, cooperative);
    const feed = new LocalFeed(name, source);
    const notifier = given.notifier ?? notifierInProcess();
    const endHearing = notifier.hear(name, () => feed.sequenced());
    const sequencer = startSequencer({
      service: name,
      source,
      logKey,
      originOf,
      logger,
      onSequenced(position) {
        feed.sequenced();
        notifier.tell(name, position);
      },
    });
    const store = createStore({
      service: name,
      source,
      promises: { logKey, inclusionDelayMaxMs: settings.INCLUSION_DELAY_MAX_MS },
      // Membership is the first to know who may act.
      ...(name === 'membership' && { project: applyProjection }),
      onAppend: () => sequencer.wake(),
    });
    let peers: Peers | undefined;
    const deps: ServiceDeps = {
      name,
      store,
      settings,
      keys,
      logger,
      workerDatabaseUrl: roleUrl(ownerUrl, roles.worker, rolePassword),
      shutdown: given.shutdown ?? new AbortController().signal,
      logs(service) {
        if (!peers) throw new Error('the services are not connected yet');
        return peers.log(service);
      },
    };
    const services = await definition.services(deps);
    const { schema, sdl } = await buildSubgraph(definition.schema);
    const passports = new PassportReader(name, () => keys.pinned('gateway/passport'));
    const viewerOf = (claims: PassportClaims): Viewer =>
      new Viewer(store, settings.OPERATOR_DIDS, claims.sub, claims.sid);
    const readers = new Map<string, { reader: Reader; feed: FeedPort }>();
    const waits = new Waits({
      all: settings.PROJECTION_WAITS_MAX,
      perViewer: settings.PROJECTION_WAITS_PER_VIEWER_MAX,
    });
    const changes = new Changes({
      feed,
      topics: definition.live ?? {},
      subscriptionsMax: settings.SUBSCRIPTIONS_MAX,
      logger,
    });
    const executing = {
      name,
      schema,
      prepare: preparerFor(schema),
      services,
      logger,
      claimsOf: (request: SubgraphRequest) => passports.claimsOf(request),
      viewerOf,
      spend: async (claims: PassportClaims) => {
        // Membership knows itself which sessions have ended.
        if (claims.sid !== undefined && name !== 'membership') {
          requireSessionsKnown(readers.get('membership')?.reader, settings.SESSION_LAG_MAX_MS);
        }
        await spendPassport(store, claims);
      },
      catchUp({ sub: viewer, pos = [] }: PassportClaims, leftMs: number, pause?: Pause) {
        const waitMs = Math.min(settings.PROJECTION_WAIT_MS, leftMs);
        return catchUpWith(readers, pos, { viewer, waitMs, waits, pause });
      },
    };
    const log = boundedLog(
      createLog({ service: name, source, logKey, originOf, openToSubjectAlone: openToSubjectAlone(name) }),
      {
        readsMax: Math.max(1, Math.floor(settings.DATABASE_POOL_MAX * LOG_SHARE)),
        waitingMax: settings.LOG_READS_WAITING_MAX,
        waitingPerCallerMax: settings.LOG_READS_WAITING_PER_CALLER_MAX,
        viewerOf: (passport, body) => viewerOf(passports.signed(passport, body)),
      },
    );
    const routes = definition.routes?.(services, deps) ?? [];
    let connected = false;
    const vitals = (): Vitals => ({
      connected,
      database: watch.isUp,
      connections: source.connections,
      journals: Object.fromEntries(
        [...readers].map(([name, { reader }]) => [
          name,
          { state: reader.state(), position: reader.reachedPosition },
        ]),
      ),
      subscriptions: changes.open,
    });
    const stops: (() => Promise<void>)[] = [];

    return {
      name,
      feed,
      log,
      routes,
      store,
      execute: createExecutor(executing),
      subscribe: createSubscriber(executing, changes),
      publicChanges: publicChangesOf(feed, definition.publicChanges ?? {}),
      sdl: () => Promise.resolve(sdl),
      async connect(given) {
        peers = given;
        const reactions = definition.reactions?.(services, deps) ?? [];
        // Membership's journal is read by all the others, for standing and for the demo's clock.
        const sources = new Set<ServiceName>(reactions.map(({ to }) => to.writer));
        if (name !== 'membership') sources.add('membership');
        for (const source of sources) {
          const sourceFeed = given.feed(source);
          const reader = startReader({ feed: sourceFeed, store, reactions, logger });
          readers.set(source, { reader, feed: sourceFeed });
          stops.push(() => reader.stop());
        }
        const sweeps: Tick[] = [
          { name: 'sweep spent passports', everyMs: SWEEP_MS, run: () => sweepSpent(store) },
          { name: 'sweep ended sessions', everyMs: SWEEP_MS, run: () => sweepEndedSessions(store) },
          { name: 'sweep idempotency keys', everyMs: SWEEP_MS, run: () => sweepIdempotency(store) },
        ];
        const schedule = startSchedule([...sweeps, ...(definition.ticks?.(services, deps) ?? [])], logger);
        stops.push(() => schedule.stop());
        const endSidecars = await definition.sidecars?.(services, deps);
        if (endSidecars) stops.push(endSidecars);
        connected = true;
      },
      ready: () => Promise.resolve(isReady(vitals())),
      isReady: () => isReady(vitals()),
      vitals,
      journalEnd: () => feed.head(),
      endWaits() {
        changes.end();
        feed.endWaits();
      },
      async stop() {
        changes.end();
        endHearing();
        await Promise.allSettled(stops.map((stop) => stop()));
        await sequencer.stop();
        await watch.stop();
        await store.close();
      },
    };
  };
  return Object.assign(start, { schema: definition.schema, settings: definition.settings ?? [] });
}

import type { Checkpoint, LogEntry, LogPort, LogQuery } from '../../subgraphs/kit/journal/logPort.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../subgraphs/kit/wire/transport.js';
import { ERRORS } from '../errors.js';
import { decodePlace, encodePlace } from './cursor.js';
import { LOG_SCALARS } from './scalars.js';
import { mergeTrails } from './trail.js';

/** The log of what belongs to no co-op. */
const PLATFORM = 'coop_platform';
const COOPERATIVE_ID = /^coop_[0-9a-z]{1,40}$/;
const PAGE_MAX = 100;

export interface LogContext {
  logs: ReadonlyMap<ServiceName, LogPort>;
  /** A passport to that service for the viewer, so that it can judge what they may see. */
  passportTo(service: ServiceName, query: LogQuery): string;
}

interface LogArgs {
  service: Uppercase<ServiceName>;
  cooperative?: string | null;
}

interface TrailArgs extends Partial<LogArgs> {
  type?: string | null;
  subject?: string | null;
  first: number;
  after?: string | null;
}

async function auditTrail(_: unknown, args: TrailArgs, context: LogContext) {
  const { first } = args;
  if (first < 1 || first > PAGE_MAX)
    throw ERRORS.PAGE_SIZE_INVALID.raise(`A page has 1 to ${PAGE_MAX} items.`, { size: first });
  const services = args.service ? [serviceOf(args.service)] : [...SERVICE_NAMES];
  const from = args.after ? decodePlace(args.after) : {};
  const query = {
    cooperative: cooperativeOf(args),
    type: args.type ?? undefined,
    subject: args.subject ?? undefined,
    first,
  };
  const pages = await Promise.all(
    services.map(async (service) => {
      const asked = { ...query, after: from[service] };
      const passport = context.passportTo(service, asked);
      const page = await reach(service, (log) => log.entries(asked, passport), context);
      return [service, page] as const;
    }),
  );
  const { steps, hasNextPage } = mergeTrails(new Map(pages), from, first);
  const edges = steps.map(({ entry, place }) => ({ cursor: encodePlace(place), node: toEntry(entry) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: Boolean(args.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: null,
  };
}

async function checkpoint(_: unknown, args: LogArgs, context: LogContext) {
  const head = await reach(serviceOf(args.service), (log) => log.checkpoint(cooperativeOf(args)), context);
  if (!head) throw COMMON.NOT_FOUND.raise('This log is empty.');
  return toCheckpoint(head, args);
}

async function inclusionProof(_: unknown, args: LogArgs & { index: bigint }, context: LogContext) {
  if (args.index < 0n) throw COMMON.BAD_USER_INPUT.raise('Leaves are counted from 0.');
  const ask = (log: LogPort) => log.inclusionProof(cooperativeOf(args), args.index);
  const { checkpoint: head, ...proof } = await reach(serviceOf(args.service), ask, context);
  return { ...shownLog(args), ...proof, checkpoint: toCheckpoint(head, args) };
}

async function consistencyProof(
  _: unknown,
  args: LogArgs & { from: bigint; to: bigint },
  context: LogContext,
) {
  if (args.from < 0n || args.to < 0n) throw COMMON.BAD_USER_INPUT.raise('Sizes are not negative.');
  const ask = (log: LogPort) => log.consistencyProof(cooperativeOf(args), args.from, args.to);
  const { from, to, hashes } = await reach(serviceOf(args.service), ask, context);
  return { ...shownLog(args), from, size: to, hashes };
}

function logKeys(_: unknown, { cooperative }: { cooperative?: string | null }, context: LogContext) {
  return Promise.all(
    SERVICE_NAMES.map(async (name) => {
      const args = { service: name.toUpperCase() as LogArgs['service'], cooperative };
      const verifierKey = await reach(name, (log) => log.verifierKey(cooperativeOf(args)), context);
      return { ...shownLog(args), verifierKey };
    }),
  );
}

export const LOG_RESOLVERS = {
  ...LOG_SCALARS,
  Query: { auditTrail, checkpoint, inclusionProof, consistencyProof, logKeys },
};

/** @throws what the service refuses with, or SUBGRAPH_UNAVAILABLE. */
async function reach<T>(
  service: ServiceName,
  ask: (log: LogPort) => Promise<T>,
  { logs }: LogContext,
): Promise<T> {
  const log = logs.get(service);
  try {
    if (log) return await ask(log);
  } catch (error) {
    if (error instanceof DomainError) throw error;
  }
  throw ERRORS.SUBGRAPH_UNAVAILABLE.raise('The journal of this service cannot be reached.', { service });
}

function serviceOf(name: Uppercase<ServiceName>): ServiceName {
  return name.toLowerCase() as ServiceName;
}

/** @throws BAD_USER_INPUT */
function cooperativeOf({ cooperative }: { cooperative?: string | null }): string {
  const id = cooperative ?? PLATFORM;
  if (!COOPERATIVE_ID.test(id))
    throw COMMON.BAD_USER_INPUT.raise('An id that begins with "coop_" is asked for.');
  return id;
}

function shownLog({ service, cooperative }: LogArgs) {
  return { service, cooperative: cooperative === PLATFORM ? null : (cooperative ?? null) };
}

function toEntry(entry: LogEntry) {
  const cooperative = entry.cooperative === PLATFORM ? null : entry.cooperative;
  return { ...entry, service: entry.service.toUpperCase(), cooperative };
}

function toCheckpoint(head: Checkpoint, args: LogArgs) {
  return { ...shownLog(args), ...head };
}

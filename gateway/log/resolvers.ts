import type { Checkpoint, LogEntry, LogPort, LogQuery } from '../../subgraphs/kit/journal/logPort.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { ERRORS } from '../errors.js';
import { decodePlace, encodePlace } from './cursor.js';
import { LOG_SCALARS } from './scalars.js';
import { mergeTrails } from './trail.js';

/** The log of what belongs to no co-op. */
const PLATFORM = 'coop_platform';
const COOPERATIVE_ID = /^coop_[0-9a-z]{1,40}$/;
const PAGE_MAX = 100;

export interface LogContext {
  /**
   * Asks the log of a service; what is equal is asked once for those who ask at the same time.
   *
   * @throws OVERLOADED, what the log refuses with, or what is no refusal where it cannot be reached.
   */
  read<T>(service: ServiceName, what: readonly unknown[], ask: (log: LogPort) => Promise<T>): Promise<T>;
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
      const read = (log: LogPort) => log.entries(asked, context.passportTo(service, asked));
      const page = await reach(service, ['entries', asked], read, context);
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
  const cooperative = cooperativeOf(args);
  const ask = (log: LogPort) => log.checkpoint(cooperative);
  const head = await reach(serviceOf(args.service), ['checkpoint', cooperative], ask, context);
  if (!head) throw COMMON.NOT_FOUND.raise('This log is empty.');
  return toCheckpoint(head, args);
}

async function inclusionProof(_: unknown, args: LogArgs & { index: bigint }, context: LogContext) {
  if (args.index < 0n) throw COMMON.BAD_USER_INPUT.raise('Leaves are counted from 0.');
  const cooperative = cooperativeOf(args);
  const what = ['inclusion', cooperative, String(args.index)];
  const ask = (log: LogPort) => log.inclusionProof(cooperative, args.index);
  const { checkpoint: head, ...proof } = await reach(serviceOf(args.service), what, ask, context);
  return { ...shownLog(args), ...proof, checkpoint: toCheckpoint(head, args) };
}

async function consistencyProof(
  _: unknown,
  args: LogArgs & { from: bigint; to: bigint },
  context: LogContext,
) {
  if (args.from < 0n || args.to < 0n) throw COMMON.BAD_USER_INPUT.raise('Sizes are not negative.');
  const cooperative = cooperativeOf(args);
  const what = ['consistency', cooperative, String(args.from), String(args.to)];
  const ask = (log: LogPort) => log.consistencyProof(cooperative, args.from, args.to);
  const { from, to, hashes } = await reach(serviceOf(args.service), what, ask, context);
  return { ...shownLog(args), from, size: to, hashes };
}

function logKeys(_: unknown, { cooperative }: { cooperative?: string | null }, context: LogContext) {
  const id = cooperativeOf({ cooperative });
  return Promise.all(
    SERVICE_NAMES.map(async (name) => {
      const args = { service: name.toUpperCase() as LogArgs['service'], cooperative };
      const verifierKey = await reach(name, ['key', id], (log) => log.verifierKey(id), context);
      return { ...shownLog(args), verifierKey };
    }),
  );
}

export const LOG_RESOLVERS = {
  ...LOG_SCALARS,
  Query: { auditTrail, checkpoint, inclusionProof, consistencyProof, logKeys },
};

/** @throws what the service refuses with, OVERLOADED, or SUBGRAPH_UNAVAILABLE. */
async function reach<T>(
  service: ServiceName,
  what: readonly unknown[],
  ask: (log: LogPort) => Promise<T>,
  context: LogContext,
): Promise<T> {
  try {
    return await context.read(service, what, ask);
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

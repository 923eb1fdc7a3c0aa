import { DomainError } from '../errors/define.js';
import { COMMON } from '../errors/table.js';
import { NotAnswered } from './steadyClient.js';

/**
 * Error codes, by their beginnings, by which PostgreSQL says that it cannot do now what it could do otherwise. Whatever
 * is not among them is a fault in what was asked, and ours.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY: readonly string[] = [
  '08', // the connection
  '53300', // too many connections
  '57P01', // it is being stopped
  '57P02', // it has crashed
  '57P03', // it is starting
  '57P05', // idle for too long
];
const UNABLE: readonly string[] = [
  '53', // no space on its disk, no memory
  '58030', // its disk cannot be read or written
  '25006', // read-only, such as a standby that is to take over
  '25P03', // idle for too long in a transaction
  '25P04', // a transaction that took too long
  '57014', // a statement that took too long
  '55P03', // a lock that was not to be had in time
];

/** How the network says that nobody is there. */
const NETWORK: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_DESTROYED',
]);

/** What pg, its pool and TypeORM say, in words only, of a connection that is lost or was not to be had. */
const WORDS =
  /^(Connection terminated|timeout (expired|exceeded when trying to connect)|Client (has encountered a connection error|was closed)|Query runner already released|Database connection provided by a query runner was already released|Cannot use a pool after calling end)/;

/** Whether an error says that the database is away, full, closed for writing or too busy, and may be back any moment. */
export function isOutage(error: unknown): boolean {
  const cause = causeOf(error);
  return isAway(error) || UNABLE.some((state) => stateOf(cause).startsWith(state));
}

/** Whether it says that there is no connection to be had, or that the one there was is lost. */
export function isAway(error: unknown): boolean {
  const cause = causeOf(error);
  const { code, message, syscall } = cause;
  if (cause instanceof NotAnswered || NETWORK.has(code)) return true;
  // The socket's file is not there while the server is not.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  if (AWAY.some((state) => stateOf(cause).startsWith(state))) return true;
  return typeof message === 'string' && WORDS.test(message);
}

interface Cause {
  code?: unknown;
  message?: unknown;
  syscall?: unknown;
}

/** What pg threw, of which TypeORM makes an error of its own. */
function causeOf(error: unknown): Cause {
  if (typeof error !== 'object' || error === null) return {};
  return (error as { driverError?: Cause }).driverError ?? error;
}

function stateOf({ code }: Cause): string {
  return typeof code === 'string' && code.length === 5 ? code : '';
}

/** What a caller hears of it; whatever else was thrown stays as it is. */
export function refusalOfOutage(error: unknown): unknown {
  return isOutage(error) ? Object.assign(unavailable(), { cause: error }) : error;
}

/** @returns SERVICE_UNAVAILABLE */
export function unavailable(): DomainError {
  return COMMON.SERVICE_UNAVAILABLE.raise('The service’s database cannot be used at the moment; ask again.');
}

const LATER: readonly string[] = [COMMON.SERVICE_UNAVAILABLE.code, COMMON.OVERLOADED.code];

/** Whether what was thrown says that there is no fault, and that the same may be had in a moment. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && LATER.includes(error.code);
}

/**
 * How loudly to log what is tried again by itself. That a database is away is told once, by whoever watches it, and not
 * by each of those who wait for it.
 */
export function levelOf(error: unknown): 'error' | 'debug' {
  return isUnavailable(error) ? 'debug' : 'error';
}

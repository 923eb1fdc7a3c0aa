import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { AnswerOf, InputOf, ProcedureName } from '../contracts/procedures.js';
import { DomainError } from '../errors/define.js';
import type { Retry } from '../errors/define.js';
import { COMMON } from '../errors/table.js';
import type { FeedPort } from '../journal/feed.js';
import type { LogPort } from '../journal/logPort.js';
import type { PublicChangesPort } from '../journal/publicChanges.js';
import type { KeyPort } from '../identity/keys.js';
import { signServiceToken, verifyServiceToken } from '../identity/serviceToken.js';
import { subscriptionsTo } from '../live/subscribeRemote.js';
import { traced, traceHeaders } from '../tracing/tracing.js';
import { decode, encode } from './codec.js';
import { printExact } from './exactJson.js';
import type { SubgraphAnswer, SubgraphSubscribe, ServiceTransport } from './transport.js';
import type { ServiceName } from '../contracts/serviceNames.js';

const CONNECTIONS_MAX = 32;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const RETRY_MS = 250;
const READY_MS = 1_000;
const GREET_MS = 2_000;

export interface RemoteService extends ServiceTransport {
  readonly feed: FeedPort;
  readonly subscribe: SubgraphSubscribe;
  readonly publicChanges: PublicChangesPort;
  /** Resolves when the service answers; waits for it at most that long. */
  awaitReady(milliseconds: number): Promise<boolean>;
  /**
   * Finds out whether each of us knows the other's key. A service that is not there is let be: it greets when it starts.
   *
   * @throws Error in words when one does not.
   */
  greet(): Promise<void>;
  close(): Promise<void>;
}

/** A service of this installation that runs in another process. */
export function connectRemote(name: ServiceName, url: string, caller: string, keys: KeyPort): RemoteService {
  const pool = new Pool(url, {
    connections: CONNECTIONS_MAX,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: ANSWER_BYTES_MAX,
  });

  const subscriptions = subscriptionsTo(url);

  const ask = (procedure: ProcedureName, input: object, signal?: AbortSignal) =>
    traced(
      // Readers of journals ask all the time; only what is asked for somebody's request is a step of a trace.
      () => ({
        name: `${name} ${procedure}`,
        kind: 'client',
        onlyWithin: true,
        attributes: { 'peer.service': name },
      }),
      () => send(procedure, input, signal),
    );

  async function send(procedure: ProcedureName, input: object, signal?: AbortSignal) {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: `/procedures/${procedure}`,
      headers: { authorization: `Bearer ${signServiceToken(keys, caller, name)}`, ...traceHeaders() },
      body: encode(input),
      signal,
    });
    return { statusCode, text: await body.text() };
  }

  /** @throws SERVICE_UNAVAILABLE, and whatever the other end refuses with */
  async function call<Name extends ProcedureName>(
    procedure: Name,
    input: InputOf<Name>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Name>> {
    const { statusCode, text } = await ask(procedure, input, signal).catch((cause: unknown) => {
      const away = COMMON.SERVICE_UNAVAILABLE.raise('Another service cannot be reached.', { service: name });
      throw Object.assign(away, { cause });
    });
    const answer = decode(text);
    if (statusCode === 200) return answer as AnswerOf<Name>;
    const { message, extensions } = answer as { message: string; extensions: { code: string; retry: Retry } };
    throw new DomainError(extensions.code, extensions.retry, message);
  }

  async function ready(): Promise<boolean> {
    try {
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: '/ready',
        signal: AbortSignal.timeout(READY_MS),
      });
      await body.dump();
      return statusCode === 200;
    } catch {
      // Not listening, or not answering.
      return false;
    }
  }

  async function greet(): Promise<void> {
    const token = await call('greet', {}, AbortSignal.timeout(GREET_MS)).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === COMMON.UNAUTHENTICATED.code) {
        throw new Error(
          `${name}, at ${url}, does not know the key of ${caller}: it must have the same DATA_DIR, or in its ` +
            `PINNED_KEYS_DIR what \`npm run --silent pins -- ${caller}\` prints here; and the clocks of both must agree`,
        );
      }
      return undefined;
    });
    if (token === undefined) return;
    try {
      verifyServiceToken(keys, token, caller, [name]);
    } catch (cause) {
      throw new Error(
        `what answers as ${name}, at ${url}, has another key than we know of ${name}: PINNED_KEYS_DIR must hold what ` +
          `\`npm run --silent pins -- ${name}\` prints there`,
        { cause },
      );
    }
  }

  const log: LogPort = {
    entries: (query, passport) => call('log.entries', { query, passport }),
    checkpoint: (cooperative) => call('log.checkpoint', { cooperative }),
    inclusionProof: (cooperative, index) => call('log.inclusionProof', { cooperative, index }),
    consistencyProof: (cooperative, from, to) => call('log.consistencyProof', { cooperative, from, to }),
    tile: (query) => call('log.tile', query),
    leaves: (query) => call('log.leaves', query),
    logs: (after, first) => call('log.logs', { after, first }),
    locate: (entryId) => call('log.locate', { entryId }),
    verifierKey: (cooperative) => call('log.verifierKey', { cooperative }),
  };
  const feed: FeedPort = {
    source: name,
    read: (after, limit, waitMs, signal) => call('feed.read', { after, limit, waitMs }, signal),
    positionOf: (entryId, waitMs) => call('feed.positionOf', { entryId, waitMs }),
  };

  return {
    name,
    address: url,
    log,
    feed,
    subscribe: subscriptions.subscribe,
    publicChanges: {
      read: (after, waitMs, signal) => call('publicChanges.read', { after, waitMs }, signal),
    },
    sdl: () => call('sdl', {}),
    async execute({ headers, ...request }) {
      const { body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { ...headers, 'content-type': 'application/json' },
        body: printExact(request),
      });
      return (await body.json()) as SubgraphAnswer;
    },
    ready,
    greet,
    async awaitReady(milliseconds) {
      const until = Date.now() + milliseconds;
      while (Date.now() < until) {
        if (await ready()) return true;
        await sleep(RETRY_MS);
      }
      return false;
    },
    async close() {
      await Promise.all([subscriptions.close(), pool.close()]);
    },
  };
}

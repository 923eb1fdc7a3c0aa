import { createSourceEventStream, execute, OperationTypeNode } from 'graphql';
import type { ExecutionArgs, GraphQLFormattedError } from 'graphql';
import { formatError } from '../errors/format.js';
import { COMMON } from '../errors/table.js';
import type { PassportClaims } from '../identity/passport.js';
import { createLoaders } from '../loaders/loaders.js';
import type { RequestContext, SubscriptionContext } from '../wire/context.js';
import type { ExecutorOptions } from '../wire/execute.js';
import { kindOf } from '../wire/prepare.js';
import type { SubgraphAnswer, SubgraphRequest, SubgraphSubscribe } from '../wire/transport.js';
import type { Changes } from './changes.js';
import { expiryOf } from '../identity/expiry.js';
import { Turnstile } from './turnstile.js';

/** Half of the connections that a service has to its database by default. */
const READS_AT_ONCE = 4;

/** How long a subscription may take to open: as long as any projection is waited for. */
const OPENING_MS = 30_000;

/**
 * The door of a subgraph for subscriptions. Each event is answered like a request of its own, by the viewer as they
 * stand then: nothing that was read or allowed for an earlier event is believed for the next.
 */
export function createSubscriber(
  options: Omit<ExecutorOptions, 'spend'>,
  changes: Changes,
): SubgraphSubscribe {
  const turnstile = new Turnstile(READS_AT_ONCE);

  function contextOf(claims: PassportClaims, requestId: string): RequestContext {
    const { services } = options;
    return { viewer: options.viewerOf(claims), services, requestId, loader: createLoaders() };
  }

  /** @throws BAD_USER_INPUT, PASSPORT_INVALID, PROJECTION_BEHIND */
  async function admit(claims: PassportClaims, kind: OperationTypeNode | undefined): Promise<void> {
    if (kind !== OperationTypeNode.SUBSCRIPTION) {
      throw COMMON.BAD_USER_INPUT.raise('Only subscriptions are answered more than once.');
    }
    if (claims.sub !== undefined && claims.tex === undefined) {
      throw COMMON.PASSPORT_INVALID.raise('A subscription’s passport says until when its holder is known.');
    }
    if (claims.pos?.length) await options.catchUp(claims.pos, OPENING_MS);
  }

  async function* run(
    request: SubgraphRequest,
    signal: AbortSignal,
    format: (error: unknown) => GraphQLFormattedError,
  ): AsyncGenerator<SubgraphAnswer, void, void> {
    const requestId = request.headers['request-id'] ?? 'none';
    const claims = options.claimsOf(request);
    const { document, errors } = options.prepare(request.query);
    if (errors.length > 0) return yield { errors: errors.map(format) };
    await admit(claims, kindOf(document, request.operationName));
    const expiry = expiryOf(claims.tex, signal);
    try {
      const { schema } = options;
      const { variables: variableValues, operationName } = request;
      const contextValue: SubscriptionContext = {
        ...contextOf(claims, requestId),
        changesOf: (subject) => changes.of(subject, expiry.signal),
      };
      const asked = { schema, document, variableValues, operationName };
      const source = await createSourceEventStream({ ...asked, contextValue });
      if (!(Symbol.asyncIterator in source)) return yield { errors: source.errors?.map(format) };
      for await (const rootValue of source) {
        const contextValue = contextOf(claims, requestId);
        const answer = await turnstile.pass(() => answerTo({ ...asked, rootValue, contextValue }, format));
        yield answer;
        if (!answer.data) return;
      }
      if (expiry.expired) throw COMMON.TOKEN_EXPIRED.raise('Open it anew with a fresh access token.');
    } finally {
      expiry.forget();
    }
  }

  return async function* subscribe(request, signal) {
    const requestId = request.headers['request-id'] ?? 'none';
    const log = (whole: unknown): void =>
      options.logger.error({ err: whole, requestId }, 'a subscription failed');
    const format = (error: unknown) => formatError(error, { requestId, log });
    try {
      yield* run(request, signal, format);
    } catch (error) {
      yield { errors: [format(error)] };
    }
  };
}

async function answerTo(
  asked: ExecutionArgs,
  format: (error: unknown) => GraphQLFormattedError,
): Promise<SubgraphAnswer> {
  const { data, errors } = await execute(asked);
  return { data, ...(errors && { errors: errors.map(format) }) };
}

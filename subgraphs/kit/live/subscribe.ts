import { createSourceEventStream, execute, OperationTypeNode } from 'graphql';
import type { ExecutionArgs, GraphQLFormattedError } from 'graphql';
import { formatError } from '../errors/format.js';
import { COMMON } from '../errors/table.js';
import type { PassportClaims } from '../identity/passport.js';
import { createLoaders } from '../loaders/loaders.js';
import { executableVariables } from '../wire/exactVariables.js';
import { requirePlainVariables } from '../wire/plainText.js';
import type { RequestContext, SubscriptionContext } from '../service/context.js';
import type { ExecutorOptions } from '../service/execute.js';
import { kindOf } from '../service/prepare.js';
import type { SubgraphAnswer, SubgraphSubscribe } from '../wire/transport.js';
import type { Changes } from './changes.js';
import { expiryOf } from '../identity/expiry.js';
import type { Ending, Expiry } from '../identity/expiry.js';
import { Semaphore } from './semaphore.js';

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
  const semaphore = new Semaphore(READS_AT_ONCE);

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
    if (claims.pos?.length) await options.catchUp(claims, OPENING_MS);
  }

  /** What the subscription's field yields; errors where it cannot be subscribed to. */
  function sourceOf(asked: ExecutionArgs, claims: PassportClaims, requestId: string, signal: Ending) {
    const contextValue: SubscriptionContext = {
      ...contextOf(claims, requestId),
      changesOf: (subject) => changes.of(subject, signal),
    };
    return createSourceEventStream({ ...asked, contextValue });
  }

  return async function* subscribe(request, signal): AsyncGenerator<SubgraphAnswer, void, void> {
    const requestId = request.headers['request-id'] ?? 'none';
    const format = (error: unknown) =>
      formatError(error, {
        requestId,
        log: (whole) => options.logger.error({ err: whole, requestId }, 'a subscription failed'),
      });
    let expiry: Expiry | undefined;
    try {
      const claims = options.claimsOf(request);
      const { document, errors } = options.prepare(request.query);
      if (errors.length > 0) return yield { errors: errors.map(format) };
      const { variables, operationName } = request;
      requirePlainVariables(variables ?? {});
      await admit(claims, kindOf(document, operationName));
      expiry = expiryOf(claims.tex, signal);
      const variableValues = executableVariables(options.schema, document, request);
      const asked = { schema: options.schema, document, variableValues, operationName };
      const source = await sourceOf(asked, claims, requestId, expiry.signal);
      if (!(Symbol.asyncIterator in source)) return yield { errors: source.errors?.map(format) };
      const answerTo = (rootValue: unknown): Promise<SubgraphAnswer> =>
        semaphore.pass(() =>
          answerOf({ ...asked, rootValue, contextValue: contextOf(claims, requestId) }, format),
        );
      for await (const rootValue of source) {
        let answer: SubgraphAnswer | undefined = await answerTo(rootValue);
        const isLast = !answer.data;
        yield answer;
        if (isLast) return;
        // Thousands wait here for their next event, and need not keep what they said last.
        answer = undefined;
      }
      if (expiry.expired) throw COMMON.TOKEN_EXPIRED.raise('Open it anew with a fresh access token.');
    } catch (error) {
      yield { errors: [format(error)] };
    } finally {
      expiry?.forget();
    }
  };
}

async function answerOf(
  asked: ExecutionArgs,
  format: (error: unknown) => GraphQLFormattedError,
): Promise<SubgraphAnswer> {
  const { data, errors } = await execute(asked);
  return { data, ...(errors && { errors: errors.map(format) }) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { SubgraphAnswer, SubgraphSubscribe } from '../../subgraphs/kit/wire/transport.js';
import { ERRORS } from '../errors.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import type { TransportAnswer, TransportRequest } from '../engine/transport/transport.js';
import type { CallProof } from '../engine/transport/localTransport.js';

const FIRST_PAUSE_MS = 100;
const PAUSE_MS_MAX = 5_000;

export interface FollowingOptions {
  subscribe: SubgraphSubscribe;
  /** For whom it subscribes; made anew for each attempt. */
  proofOf: (context: GatewayContext, request: TransportRequest) => CallProof;
  /** Whether a subscription that ends is complete. Ours end by an answer without data, and are broken off otherwise. */
  endsByItself?: boolean;
  /** How long a subgraph may be away before those who listen hear of it, in milliseconds. */
  breakMsMax: number;
  logger: Logger;
}

/**
 * Subscribes to a subgraph for as long as anybody listens, through its restarts and broken connections. As a
 * subscription begins with what is, whatever happened meanwhile is in the first answer after a break.
 *
 * @returns as `SubgraphTransport.subscribe`, which throws SUBGRAPH_UNAVAILABLE when a break lasts too long.
 */
export function following(options: FollowingOptions) {
  const { subscribe, proofOf, endsByItself = false, breakMsMax, logger } = options;

  return async function* follow(
    request: TransportRequest,
    context: GatewayContext,
  ): AsyncGenerator<TransportAnswer, void, void> {
    const signal = context.listener?.signal ?? new AbortController().signal;
    const { query, operationName } = request;
    let failures = 0;
    let brokenAt: number | undefined;
    let word: SubgraphAnswer | undefined;
    while (!signal.aborted) {
      word = undefined;
      let answers: ReturnType<SubgraphSubscribe> | undefined;
      try {
        const proof = proofOf(context, request);
        answers = subscribe({ query, operationName, variables: request.variables(), ...proof }, signal);
        // `for await` would keep each answer for as long as the next is waited for.
        let answer = await nextOf(answers);
        while (answer && !isPassing(answer)) {
          failures = 0;
          brokenAt = undefined;
          const isLast = !answer.data && !endsByItself;
          yield answer;
          if (isLast) return;
          answer = undefined;
          answer = await nextOf(answers);
        }
        if (!answer && endsByItself) return;
        word = answer;
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error, requestId: context.identity.requestId }, 'a subscription was interrupted');
      } finally {
        await answers?.return();
      }
      if (signal.aborted) return;
      brokenAt ??= performance.now();
      if (performance.now() - brokenAt > breakMsMax) break;
      await sleep(pauseMs(failures), undefined, { signal }).catch(() => undefined);
      failures += 1;
    }
    if (signal.aborted) return;
    if (!word) throw ERRORS.SUBGRAPH_UNAVAILABLE.raise('A service that owns this answer cannot be reached.');
    yield word;
  };
}

async function nextOf(answers: ReturnType<SubgraphSubscribe>): Promise<SubgraphAnswer | undefined> {
  const { done, value } = await answers.next();
  return done ? undefined : value;
}

/** Whether an answer says that none could be had now. */
function isPassing({ data, errors = [] }: SubgraphAnswer): boolean {
  return !data && errors.length > 0 && errors.every(({ extensions }) => extensions?.retry === 'later');
}

/** Spread, so that those who lost the same service do not all come back at once. */
function pauseMs(failures: number): number {
  const most = Math.min(FIRST_PAUSE_MS * 2 ** failures, PAUSE_MS_MAX);
  return most * (0.5 + Math.random() / 2);
}

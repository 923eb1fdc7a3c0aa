import { Agent } from 'undici';
import { readEvents } from '../wire/events.js';
import { printExact } from '../wire/exactJson.js';
import type { SubgraphAnswer, SubgraphSubscribe } from '../wire/transport.js';

const CONNECT_MS = 5_000;
/** More than two signs of life of the service apart. */
const SILENCE_MS = 30_000;
const EVENT_CHARACTERS_MAX = 8 * 1024 * 1024;

export interface RemoteSubscriptions {
  readonly subscribe: SubgraphSubscribe;
  close(): Promise<void>;
}

/**
 * Subscribes to a service in another process. A subscription holds a connection for as long as it lasts, so these are
 * apart from the pool of those that answer and are free again; their number is bounded where clients are let in.
 */
export function subscriptionsTo(url: string): RemoteSubscriptions {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
    pipelining: 1,
  });
  return {
    async *subscribe({ headers, ...request }, signal) {
      const { statusCode, body } = await agent.request({
        origin: url,
        method: 'POST',
        path: '/graphql/stream',
        headers: { ...headers, 'content-type': 'application/json' },
        body: printExact(request),
        signal,
      });
      if (statusCode !== 200) {
        await body.dump();
        throw new Error(`the service answers a subscription with ${statusCode}`);
      }
      try {
        for await (const { event, data } of readEvents(body, EVENT_CHARACTERS_MAX)) {
          if (event === 'complete') return;
          yield JSON.parse(data) as SubgraphAnswer;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        body.destroy();
      }
    },
    close: () => agent.destroy(),
  };
}

import type { SubgraphSubscribe } from '../../../subgraphs/kit/wire/transport.js';
import { ERRORS } from '../../errors.js';
import { eventSource } from './events.js';
import { socketSource } from './socket.js';
import { NotSpoken } from './source.js';
import type { Source, SourceLimits } from './source.js';

export interface ForeignSource {
  readonly subscribe: SubgraphSubscribe;
  close(): Promise<void>;
}

/**
 * Subscribes to a subgraph of somebody's own, which may speak either protocol: by server-sent events, and by a WebSocket
 * where these are not spoken. What it spoke last is tried first.
 *
 * @param address - http(s); or ws(s), for a WebSocket and nothing else.
 */
export function sourceOf(address: string, limits: SourceLimits): ForeignSource {
  const isSocketOnly = /^wss?:/i.test(address);
  const events = isSocketOnly ? undefined : eventSource(address, limits);
  const socket = socketSource(address.replace(/^http/i, 'ws'), limits);
  let order: readonly Source[] = events ? [events, socket] : [socket];

  return {
    async *subscribe(request, signal) {
      let told: NotSpoken | undefined;
      for (const source of order) {
        try {
          const answers = source(request, signal);
          const first = await answers.next();
          order = [source, ...order.filter((other) => other !== source)];
          if (first.done) return;
          try {
            yield first.value;
            return yield* answers;
          } finally {
            await answers.return();
          }
        } catch (error) {
          if (!(error instanceof NotSpoken)) throw error;
          told = told?.answer ? told : error;
        }
      }
      if (told?.isPassing) throw told;
      if (told?.answer?.errors) return yield { errors: told.answer.errors };
      const { code, retry } = ERRORS.SUBGRAPH_ANSWER_INVALID;
      yield { errors: [{ message: 'A service takes no subscriptions.', extensions: { code, retry } }] };
    },
    close: async () => events?.close(),
  };
}

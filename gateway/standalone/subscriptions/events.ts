import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { EVENT_STREAM, readEvents } from '../../../subgraphs/kit/wire/events.js';
import { printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../../subgraphs/kit/wire/transport.js';
import { readGraphqlAnswer } from '../../engine/transport/graphqlAnswer.js';
import { NotSpoken } from './source.js';
import type { Answers, Source, SourceLimits } from './source.js';

/** A stream; or, to be told why there is none, an answer. */
const ACCEPT = `${EVENT_STREAM}, application/graphql-response+json;q=0.5, application/json;q=0.4`;
const ANSWER_TYPE = /^application\/(?:graphql-response\+)?json\b/i;

/**
 * Subscribes by server-sent events, a connection for each subscription.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export function eventSource(address: string, limits: SourceLimits): Source & { close(): Promise<void> } {
  const { origin, pathname, search } = new URL(address);
  const agent = new Agent({
    connect: { timeout: limits.connectTimeoutMs },
    headersTimeout: limits.openTimeoutMs,
    // A source may have nothing to say for days; that the other end is gone, TCP notices.
    bodyTimeout: 0,
    pipelining: 1,
  });

  async function* subscribe({ headers, ...asked }: SubgraphRequest, signal: AbortSignal): Answers {
    const {
      statusCode,
      headers: head,
      body,
    } = await agent.request({
      origin,
      method: 'POST',
      path: pathname + search,
      headers: { ...headers, accept: ACCEPT, 'content-type': 'application/json' },
      body: printExact(asked),
      signal,
    });
    const type = String(head['content-type'] ?? '');
    try {
      if (statusCode !== 200 || !type.toLowerCase().startsWith(EVENT_STREAM)) {
        const answer = ANSWER_TYPE.test(type) ? await answerIn(body, limits) : undefined;
        throw new NotSpoken(statusCode, answer);
      }
      for await (const { event, data } of readEvents(body, limits.answerBytesMax)) {
        if (event === 'complete') return;
        if (data !== '') yield readGraphqlAnswer(data, limits.errorsMax);
      }
      throw new Error('a stream ended before it was complete');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // Said of a body that is not read to its end.
      body.on('error', () => undefined).destroy();
    }
  }

  return Object.assign(subscribe, { close: () => agent.destroy() });
}

/** What was answered instead of a stream; undefined if it is no GraphQL answer. */
async function answerIn(
  body: Dispatcher.ResponseData['body'],
  { answerBytesMax, errorsMax }: SourceLimits,
): Promise<SubgraphAnswer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) return undefined;
    chunks.push(chunk);
  }
  try {
    return readGraphqlAnswer(Buffer.concat(chunks).toString('utf8'), errorsMax);
  } catch {
    return undefined;
  }
}

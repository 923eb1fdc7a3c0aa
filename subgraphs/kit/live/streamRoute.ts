import type { Route } from '../http/http.js';
import { badBody, readGraphqlBody } from '../wire/graphqlBody.js';
import { COMPLETE_EVENT, EVENT_STREAM, nextEvent } from '../wire/events.js';
import type { SubgraphAnswer, SubgraphSubscribe } from '../wire/transport.js';

const STREAM_PATH = '/graphql/stream';
const REQUEST_BYTES_MAX = 1024 * 1024;

/** Subscriptions of a service that runs alone, each over a connection of its own. */
export function streamRoute(subscribe: SubgraphSubscribe): Route {
  return {
    method: 'POST',
    path: STREAM_PATH,
    bodyBytesMax: REQUEST_BYTES_MAX,
    handle({ headers: { passport = '', 'request-id': requestId = 'none' }, body }) {
      const asked = readGraphqlBody(body);
      if (!asked) return Promise.resolve(badBody());
      const request = { ...asked, headers: { passport, 'request-id': requestId } };
      const headers = { 'content-type': EVENT_STREAM, 'cache-control': 'no-store' };
      return Promise.resolve({ status: 200, headers, stream: (gone) => toEvents(subscribe(request, gone)) });
    },
  };
}

async function* toEvents(answers: AsyncIterable<SubgraphAnswer>): AsyncGenerator<string, void, void> {
  for await (const answer of answers) {
    yield nextEvent(JSON.stringify(answer));
    // The last word, and not an interruption.
    if (!answer.data) yield COMPLETE_EVENT;
  }
}

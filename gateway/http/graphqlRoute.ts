import { OperationTypeNode } from 'graphql';
import type { HttpAnswer, HttpRequest } from '../../subgraphs/kit/http/http.js';
import { ERRORS } from '../errors.js';
import { refusal } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { Outcome } from '../pipeline/outcome.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { readGet, readPost } from '../pipeline/read.js';
import { JSON_TYPE, preferredType, RESPONSE_TYPE } from './accept.js';
import { mayBeForeignPage } from './foreignPage.js';
import { GRAPHQL_PATH } from './paths.js';
import { asHttp } from './graphqlResponse.js';
import type { HttpRoute } from './httpServer.js';

export interface GraphqlRouteOptions {
  pipeline: Pick<Pipeline, 'run'>;
  bodyBytesMax: number;
  /** Of a body that comes compressed. */
  inflatedBytesMax: number;
  /** The page for a person who opens the endpoint in a browser; without one, they are answered like any client. */
  page?: (() => HttpAnswer) | undefined;
}

const OFFERED = [JSON_TYPE, RESPONSE_TYPE] as const;
/** A client that takes both alike is no browser that a person looks into. */
const PAGE_OR_ANSWER = [...OFFERED, 'text/html'] as const;

/** GraphQL over HTTP: `POST` with JSON, `GET` for queries. */
export function graphqlRoutes({ pipeline, ...options }: GraphqlRouteOptions): HttpRoute[] {
  const post: HttpRoute = {
    method: 'POST',
    path: GRAPHQL_PATH,
    bodyBytesMax: options.bodyBytesMax,
    async handle(request, trace) {
      const contentType = requireAccepted(request);
      const { headers, address, pause } = request;
      const read = () => readPost(request, options.inflatedBytesMax);
      const outcome = await pipeline.run({ headers, address, pause, trace, read, carries: 'all' });
      return whole(outcome, contentType);
    },
  };
  const get: HttpRoute = {
    method: 'GET',
    path: GRAPHQL_PATH,
    bodyBytesMax: 0,
    async handle(request: HttpRequest, trace: RequestTrace) {
      const { headers, query, address, pause } = request;
      const { page } = options;
      if (page && !query.get('query') && preferredType(headers.accept, PAGE_OR_ANSWER) === 'text/html') {
        return page();
      }
      if (mayBeForeignPage(headers)) {
        const error = ERRORS.BAD_REQUEST.raise(
          'A page that sends a GET sends apollo-require-preflight, too.',
        );
        throw refusal(error, 400);
      }
      const contentType = requireAccepted(request);
      const read = () => readGet(request);
      const carries = OperationTypeNode.QUERY;
      return whole(await pipeline.run({ headers, address, pause, trace, read, carries }), contentType);
    },
  };
  return [get, post];
}

/** @throws BAD_REQUEST (406) */
function requireAccepted({ headers: { accept } }: HttpRequest): (typeof OFFERED)[number] {
  const type = preferredType(accept, OFFERED);
  if (type !== undefined) return type;
  throw refusal(ERRORS.BAD_REQUEST.raise(`Answers are sent as ${OFFERED.join(' or ')}.`), 406);
}

function whole(outcome: Outcome, contentType: (typeof OFFERED)[number]): HttpAnswer {
  if (outcome.kind === 'stream') throw new Error('nobody listens to a stream here');
  return asHttp(outcome, contentType);
}

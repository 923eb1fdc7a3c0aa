import { HeaderMap } from '@apollo/server';
import type { ApolloServer, HTTPGraphQLRequest } from '@apollo/server';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/wire/http.js';
import { ERRORS } from '../errors.js';
import type { GatewayContext } from '../execution/context.js';
import { refusal } from '../observability/refusal.js';

export interface GraphqlRouteOptions {
  server: ApolloServer<GatewayContext>;
  bodyBytesMax: number;
  answerBytesMax: number;
  /** Establishes who is asking and judges the document; its refusals carry their HTTP status. */
  admit(request: HttpRequest, query: unknown): Promise<GatewayContext>;
  /** The page for a person who opens the endpoint in a browser. */
  page(): HttpAnswer;
}

const PATH = '/graphql';

/** GraphQL over HTTP: `POST` with JSON, `GET` for queries. */
export function graphqlRoutes(options: GraphqlRouteOptions): Route[] {
  async function execute(request: HttpRequest, body: unknown): Promise<HttpAnswer> {
    const search = request.query.size > 0 ? `?${request.query.toString()}` : '';
    const headers = new HeaderMap(Object.entries(request.headers));
    const httpGraphQLRequest: HTTPGraphQLRequest = { method: request.method, headers, search, body };
    const query = request.method === 'GET' ? request.query.get('query') : (body as { query?: unknown }).query;
    const answer = await options.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: () => options.admit(request, query),
    });
    if (answer.body.kind !== 'complete') throw new Error('an answer in parts is never asked for');
    const { string } = answer.body;
    if (Buffer.byteLength(string) > options.answerBytesMax) {
      const facts = { limit: options.answerBytesMax };
      throw refusal(ERRORS.ANSWER_TOO_LARGE.raise('Ask for smaller pages, or for less at once.', facts), 200);
    }
    return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: string };
  }

  const post: Route = {
    method: 'POST',
    path: PATH,
    bodyBytesMax: options.bodyBytesMax,
    handle: async (request) => execute(request, readJson(request)),
  };
  const get: Route = {
    method: 'GET',
    path: PATH,
    bodyBytesMax: 0,
    handle: async (request) =>
      request.headers.accept?.includes('text/html') && !request.query.has('query')
        ? options.page()
        : execute(request, undefined),
  };
  return [get, post];
}

/** @throws UNSUPPORTED_MEDIA_TYPE (415), BAD_REQUEST (400) */
function readJson({ headers, body }: HttpRequest): Record<string, unknown> {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset =
    parameters.find((part) => part.startsWith('charset='))?.replace(/"/g, '') ?? 'charset=utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type !== 'application/json' || charset !== 'charset=utf-8' || encoding !== 'identity') {
    throw refusal(
      ERRORS.UNSUPPORTED_MEDIA_TYPE.raise('Send application/json in UTF-8, not compressed.'),
      415,
    );
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Refused below, like JSON of any other form.
  }
  throw refusal(ERRORS.BAD_REQUEST.raise('The body is one JSON object with a query.'), 400);
}

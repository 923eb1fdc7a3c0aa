import { HeaderMap } from '@apollo/server';
import type { ApolloServer, HTTPGraphQLRequest } from '@apollo/server';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/wire/http.js';
import { ERRORS } from '../errors.js';
import type { GatewayContext } from '../execution/context.js';
import { refusal } from '../observability/refusal.js';
import { answerStatus } from './answerStatus.js';
import { mayBeForeignPage } from './foreignPage.js';
import { inflated } from './inflate.js';

export interface GraphqlRouteOptions {
  server: ApolloServer<GatewayContext>;
  bodyBytesMax: number;
  /** Of a body that comes compressed. */
  inflatedBytesMax: number;
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
    let admitted = false;
    const search = request.query.size > 0 ? `?${request.query.toString()}` : '';
    const httpGraphQLRequest: HTTPGraphQLRequest = {
      method: request.method,
      headers: new HeaderMap(Object.entries(request.headers)),
      search,
      body,
    };
    const query = request.method === 'GET' ? request.query.get('query') : (body as { query?: unknown }).query;
    const answer = await options.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => {
        const context = await options.admit(request, query);
        admitted = true;
        return context;
      },
    });
    if (answer.body.kind !== 'complete') throw new Error('an answer in parts is never asked for');
    const { string } = answer.body;
    if (Buffer.byteLength(string) > options.answerBytesMax) {
      const facts = { limit: options.answerBytesMax };
      throw refusal(ERRORS.ANSWER_TOO_LARGE.raise('Ask for smaller pages, or for less at once.', facts), 200);
    }
    const headers = Object.fromEntries(answer.headers);
    const given = { status: answer.status ?? 200, contentType: headers['content-type'], body: string };
    return { status: admitted ? answerStatus(given) : given.status, headers, body: string };
  }

  const post: Route = {
    method: 'POST',
    path: PATH,
    bodyBytesMax: options.bodyBytesMax,
    handle: async (request) => execute(request, readJson(request, options.inflatedBytesMax)),
  };
  const get: Route = {
    method: 'GET',
    path: PATH,
    bodyBytesMax: 0,
    async handle(request) {
      if (request.headers.accept?.includes('text/html') && !request.query.has('query')) return options.page();
      if (mayBeForeignPage(request.headers)) {
        const error = ERRORS.BAD_REQUEST.raise(
          'A page that sends a GET sends apollo-require-preflight, too.',
        );
        throw refusal(error, 400);
      }
      return execute(request, undefined);
    },
  };
  return [get, post];
}

/** @throws UNSUPPORTED_MEDIA_TYPE (415), INFLATED_BODY_TOO_LARGE (413), BAD_REQUEST (400) */
function readJson({ headers, body }: HttpRequest, inflatedBytesMax: number): Record<string, unknown> {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset =
    parameters.find((part) => part.startsWith('charset='))?.replace(/"/g, '') ?? 'charset=utf-8';
  if (type !== 'application/json' || charset !== 'charset=utf-8') {
    throw refusal(ERRORS.UNSUPPORTED_MEDIA_TYPE.raise('Send application/json in UTF-8.'), 415);
  }
  const bytes = inflated(body, headers['content-encoding'], inflatedBytesMax);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Refused below, like JSON of any other form.
  }
  throw refusal(ERRORS.BAD_REQUEST.raise('The body is one JSON object with a query.'), 400);
}

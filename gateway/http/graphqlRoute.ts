import type { ApolloServer } from '@apollo/server';
import type { HttpAnswer, HttpRequest, Route } from '../../subgraphs/kit/wire/http.js';
import { ERRORS } from '../errors.js';
import type { GatewayContext } from '../execution/context.js';
import { refusal } from '../observability/refusal.js';
import type { Admission } from './admission.js';
import { answerStatus } from './answerStatus.js';
import { mayBeForeignPage } from './foreignPage.js';
import { apolloRequest, readRequest } from './graphqlRequest.js';

export interface GraphqlRouteOptions {
  server: ApolloServer<GatewayContext>;
  bodyBytesMax: number;
  /** Of a body that comes compressed. */
  inflatedBytesMax: number;
  answerBytesMax: number;
  admission: Admission;
  /** What the context of an operation holds beside the usual. */
  extras?(request: HttpRequest): Partial<GatewayContext>;
  /** The page for a person who opens the endpoint in a browser. */
  page(): HttpAnswer;
}

const PATH = '/graphql';

/** GraphQL over HTTP: `POST` with JSON, `GET` for queries. */
export function graphqlRoutes(options: GraphqlRouteOptions): Route[] {
  const { admission } = options;

  async function execute(request: HttpRequest): Promise<HttpAnswer> {
    const caller = admission.enter(request);
    const sent = readRequest(request, options.inflatedBytesMax);
    const resolved = await admission.resolve(sent, caller);
    const { body } = resolved;
    let admitted = false;
    const answer = await options.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: apolloRequest(request, sent, body),
      context: async () => {
        const context = await admission.admit(request, caller, resolved);
        admitted = true;
        return { ...context, ...options.extras?.(request) };
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
    handle: execute,
  };
  const get: Route = {
    method: 'GET',
    path: PATH,
    bodyBytesMax: 0,
    async handle(request) {
      const { headers, query } = request;
      if (headers.accept?.includes('text/html') && !query.has('query')) return options.page();
      if (mayBeForeignPage(headers)) {
        const error = ERRORS.BAD_REQUEST.raise(
          'A page that sends a GET sends apollo-require-preflight, too.',
        );
        throw refusal(error, 400);
      }
      return execute(request);
    },
  };
  return [get, post];
}

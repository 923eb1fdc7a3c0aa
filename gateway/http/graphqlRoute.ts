import type { ApolloServer } from '@apollo/server';
import type { HttpAnswer, HttpRequest } from '../../subgraphs/kit/http/http.js';
import { ERRORS } from '../errors.js';
import { answerTooLarge } from '../engine/response/answer.js';
import type { GatewayContext } from '../execution/context.js';
import type { RequestBody } from '../guard/documents/documents.js';
import { refusal, refusalOf } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import type { Admission } from './admission.js';
import { JSON_TYPE, preferredType, RESPONSE_TYPE } from './accept.js';
import { answerStatus } from './answerStatus.js';
import { mayBeForeignPage } from './foreignPage.js';
import type { DoorRoute } from './door.js';
import type { ShortWay } from './shortWay.js';
import { apolloRequest, givenParameters, readRequest, variablesOf } from './graphqlRequest.js';

export interface GraphqlRouteOptions {
  server: ApolloServer<GatewayContext>;
  bodyBytesMax: number;
  /** Of a body that comes compressed. */
  inflatedBytesMax: number;
  answerBytesMax: number;
  admission: Admission;
  shortWay: ShortWay;
  /** What the context of an operation holds beside the usual. */
  extras?(request: HttpRequest): Pick<GatewayContext, 'live' | 'forwarded'>;
  /** The page for a person who opens the endpoint in a browser; without one, they are answered like any client. */
  page?: (() => HttpAnswer) | undefined;
}

const PATH = '/graphql';
/** A client that takes both alike is no browser that a person looks into. */
const PAGE_OR_ANSWER = [JSON_TYPE, RESPONSE_TYPE, 'text/html'] as const;

/** GraphQL over HTTP: `POST` with JSON, `GET` for queries. */
export function graphqlRoutes(options: GraphqlRouteOptions): DoorRoute[] {
  const { admission } = options;
  /** What the short way has read of a request that goes the long one. */
  const read = new WeakMap<HttpRequest, RequestBody>();

  /** @returns undefined for a request that goes the long way. */
  function takeShortWay(request: HttpRequest, trace: RequestTrace): Promise<HttpAnswer> | undefined {
    const caller = admission.enter(request);
    const sent = readRequest(request, options.inflatedBytesMax);
    read.set(request, sent);
    const resolved = admission.tryResolve(sent);
    const query = resolved && options.shortWay.find(request, resolved.body);
    if (!query) return undefined;
    return (async () => {
      const extras = options.extras?.(request);
      const more = { isKnown: true, live: extras?.live, forwarded: extras?.forwarded };
      const context = await admission.admit(request, caller, resolved, more);
      const answer = await options.shortWay.answer(query, context, trace);
      requireSendable(answer.body);
      return answer;
    })();
  }

  function requireSendable(body: string | Buffer): void {
    const { answerBytesMax } = options;
    // A character of UTF-16 takes three bytes at most.
    const bytes = typeof body === 'string' ? body.length * 3 : body.length;
    if (bytes <= answerBytesMax || Buffer.byteLength(body) <= answerBytesMax) return;
    throw refusalOf(answerTooLarge(answerBytesMax));
  }

  async function execute(request: HttpRequest): Promise<HttpAnswer> {
    const caller = admission.enter(request);
    const sent = read.get(request) ?? readRequest(request, options.inflatedBytesMax);
    const resolved = await admission.resolve(sent, caller);
    const { body } = resolved;
    let admitted = false;
    const answer = await options.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: apolloRequest(request, sent, body),
      context: async () => {
        const context = await admission.admit(request, caller, resolved, options.extras?.(request));
        admitted = true;
        const variables = variablesOf(request);
        return variables ? { ...context, variables } : context;
      },
    });
    if (answer.body.kind !== 'complete') throw new Error('an answer in parts is never asked for');
    const { string } = answer.body;
    requireSendable(string);
    const headers = Object.fromEntries(answer.headers);
    const given = { status: answer.status ?? 200, contentType: headers['content-type'], body: string };
    return { status: admitted ? answerStatus(given) : given.status, headers, body: string };
  }

  const post: DoorRoute = {
    method: 'POST',
    path: PATH,
    bodyBytesMax: options.bodyBytesMax,
    handle: execute,
    takeShortWay,
  };
  const get: DoorRoute = {
    method: 'GET',
    path: PATH,
    bodyBytesMax: 0,
    async handle(sent) {
      const request = { ...sent, query: givenParameters(sent.query) };
      const { headers, query } = request;
      const { page } = options;
      if (page && !query.has('query') && preferredType(headers.accept, PAGE_OR_ANSWER) === 'text/html') {
        return page();
      }
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

import { HeaderMap } from '@apollo/server';
import type { HTTPGraphQLRequest } from '@apollo/server';
import { parseExact, printExact } from '../../subgraphs/kit/wire/exactJson.js';
import type { HttpRequest } from '../../subgraphs/kit/http/http.js';
import { ERRORS } from '../errors.js';
import type { RequestBody } from '../guard/documents/documents.js';
import { refusal } from '../observability/refusal.js';
import { inflated } from './inflate.js';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What a request asks, before anybody has looked at it.
 *
 * @throws UNSUPPORTED_MEDIA_TYPE (415), INFLATED_BODY_TOO_LARGE (413), BAD_REQUEST (400)
 */
export function readRequest(request: HttpRequest, inflatedBytesMax: number): RequestBody {
  return request.method === 'GET' ? readSearch(request.query) : readJson(request, inflatedBytesMax);
}

/** The variables of a GET, which Apollo Server reads less exactly; undefined where there are none, or no good ones. */
export function variablesOf({ method, query }: HttpRequest): Record<string, unknown> | undefined {
  const given = method === 'GET' ? query.get('variables') : null;
  const variables = given === null ? undefined : jsonIn(() => given);
  return isRecord(variables) ? variables : undefined;
}

/** The form in which Apollo Server takes it; `body` in place of what was sent. */
export function apolloRequest(
  request: HttpRequest,
  sent: RequestBody,
  body: RequestBody,
): HTTPGraphQLRequest {
  const headers = new HeaderMap(Object.entries(request.headers));
  const { method } = request;
  if (method !== 'GET') return { method, headers, search: '', body };
  const query = body === sent ? request.query : searchOf(request.query, body);
  return { method, headers, search: query.size > 0 ? `?${query.toString()}` : '', body: undefined };
}

/** The parameters of a GET that say something: an empty one is one left out. */
export function givenParameters(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([, value]) => value !== ''));
}

function readJson({ headers, body }: HttpRequest, inflatedBytesMax: number): RequestBody {
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
  const value = jsonIn(() => UTF_8.decode(bytes));
  if (isRecord(value)) return value;
  throw refusal(ERRORS.BAD_REQUEST.raise('The body is one JSON object with a query.'), 400);
}

/** As far as it matters for finding the document; Apollo Server reads the rest, and says what is wrong with it. */
function readSearch(query: URLSearchParams): RequestBody {
  const extensions = jsonIn(() => query.get('extensions') ?? 'null');
  return {
    ...(query.has('query') && { query: query.get('query') }),
    ...(query.has('documentId') && { documentId: query.get('documentId') }),
    ...(isRecord(extensions) && { extensions }),
  };
}

function searchOf(sent: URLSearchParams, { query, extensions }: RequestBody): URLSearchParams {
  const search = new URLSearchParams(sent);
  search.delete('documentId');
  search.set('query', query as string);
  if (extensions !== undefined) search.set('extensions', printExact(extensions)!);
  return search;
}

function jsonIn(text: () => string): unknown {
  try {
    return parseExact(text());
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is RequestBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

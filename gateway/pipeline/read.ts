import { isAscii } from 'node:buffer';
import { parseExact } from '../../subgraphs/kit/wire/exactJson.js';
import type { HttpRequest } from '../../subgraphs/kit/http/http.js';
import { ERRORS } from '../errors.js';
import type { RequestBody } from '../guard/documents/documents.js';
import { inflated } from './inflate.js';
import { badRequest, refusal } from '../observability/refusal.js';
import { isRecord } from '../../subgraphs/kit/wire/isRecord.js';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const PARAMETERS = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;
/** These are JSON. */
const JSON_PARAMETERS: ReadonlySet<string> = new Set(['variables', 'extensions']);

/**
 * What a POST asks.
 *
 * @throws UNSUPPORTED_MEDIA_TYPE (415), INFLATED_BODY_TOO_LARGE (413), BAD_REQUEST (400)
 */
export function readPost(
  { headers, body }: Pick<HttpRequest, 'headers' | 'body'>,
  inflatedBytesMax: number,
): RequestBody {
  requireJson(headers['content-type'] ?? '');
  const bytes = inflated(body, headers['content-encoding'], inflatedBytesMax);
  // Most are plain ASCII, which is known and read in less time than it takes to decode.
  const value = jsonIn(() => (isAscii(bytes) ? bytes.toString('latin1') : UTF_8.decode(bytes)));
  if (isRecord(value)) return value;
  throw badRequest('The body is one JSON object with a query.');
}

/**
 * What a GET asks by its parameters. An empty one is one left out.
 *
 * @throws UNSUPPORTED_MEDIA_TYPE (415) for the type of a body that no GET has, BAD_REQUEST (400)
 */
export function readGet({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): RequestBody {
  const type = headers['content-type'];
  if (type !== undefined) requireJson(type);
  const body: Record<string, unknown> = {};
  for (const name of PARAMETERS) {
    const [value, ...more] = query.getAll(name).filter((text) => text !== '');
    if (more.length > 0) throw badRequest(`${name} is one parameter.`);
    if (value === undefined) continue;
    body[name] = JSON_PARAMETERS.has(name) ? objectIn(name, value) : value;
  }
  return body;
}

/** The most common form is known without being read. */
function requireJson(contentType: string): void {
  if (contentType === 'application/json') return;
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset =
    parameters.find((part) => part.startsWith('charset='))?.replace(/"/g, '') ?? 'charset=utf-8';
  if (type === 'application/json' && charset === 'charset=utf-8') return;
  throw refusal(ERRORS.UNSUPPORTED_MEDIA_TYPE.raise('Send application/json in UTF-8.'), 415);
}

function objectIn(name: string, text: string): RequestBody {
  const value = jsonIn(() => text);
  if (isRecord(value)) return value;
  throw badRequest(`${name} is a JSON object.`);
}

function jsonIn(text: () => string): unknown {
  try {
    return parseExact(text());
  } catch {
    return undefined;
  }
}

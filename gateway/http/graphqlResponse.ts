import type { HttpAnswer } from '../../subgraphs/kit/http/http.js';
import type { Answer } from '../pipeline/outcome.js';
import { JSON_TYPE, RESPONSE_TYPE } from './accept.js';

/** An answer is nobody's to change: most share their headers. */
const HEADERS = {
  [JSON_TYPE]: { 'content-type': JSON_TYPE },
  [RESPONSE_TYPE]: { 'content-type': RESPONSE_TYPE },
} as const;

/** An answer over HTTP, in the media type that the client prefers, which decides about its status, too. */
export function asHttp(
  { status, isGraphqlFault, headers, body }: Answer,
  contentType: keyof typeof HEADERS,
): HttpAnswer & { body: string | Buffer } {
  const own = HEADERS[contentType];
  let hasMore = false;
  for (const _ in headers) hasMore = true;
  return {
    status: isGraphqlFault && contentType === JSON_TYPE ? 200 : status,
    headers: hasMore ? { ...own, ...headers } : own,
    body,
  };
}

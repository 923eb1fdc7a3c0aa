import { z } from 'zod';
import { COMMON } from '../errors/table.js';
import type { HttpAnswer } from '../http/http.js';
import { parseExact } from './exactJson.js';
import type { SubgraphRequest } from './transport.js';
import { isRecord } from './isRecord.js';

const bodySchema = z.object({
  query: z.string(),
  // Not a record of zod's, which leaves out what is named `__proto__`.
  variables: z.custom<Record<string, unknown>>(isRecord).nullish(),
  operationName: z.string().nullish(),
});

/** What a gateway asks, as it stands in a body; undefined unless that is a GraphQL request in JSON. */
export function readGraphqlBody(body: Buffer): Omit<SubgraphRequest, 'headers'> | undefined {
  const read = bodySchema.safeParse(jsonIn(body));
  if (!read.success) return undefined;
  const { query, variables, operationName } = read.data;
  return { query, variables: variables ?? undefined, operationName: operationName ?? undefined };
}

/** Answer to a body that is none. */
export function badBody(): HttpAnswer {
  const { message, code, retry } = COMMON.BAD_USER_INPUT.raise(
    'The body is one JSON object with a query, and with variables that are an object.',
  );
  return {
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errors: [{ message, extensions: { code, retry } }] }),
  };
}

function jsonIn(body: Buffer): unknown {
  try {
    return parseExact(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

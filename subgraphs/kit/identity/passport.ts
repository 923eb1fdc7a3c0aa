import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { COMMON } from '../errors/table.js';
import { canonicalize } from '../domain/canonical.js';
import { plainNumbers } from '../wire/exactJson.js';

/** A passport lives for one request: its life covers queueing and clocks that differ a little. */
export const PASSPORT_LIFE_SECONDS = 30;

const ISSUER = 'gateway';
const CLOCK_TOLERANCE_SECONDS = 5;
const HEADER = Buffer.from('{"alg":"ES256","typ":"JWT"}').toString('base64url');

const claimsSchema = z.object({
  aud: z.string(),
  sub: z.string().optional(),
  sid: z.string().optional(),
  tex: z.number().int().optional(),
  rid: z.string(),
  bh: z.string().optional(),
  pos: z
    .array(z.object({ service: z.string(), entry: z.string() }))
    .max(8)
    .optional(),
  jti: z.string(),
});

const signedSchema = claimsSchema.extend({ iss: z.string(), exp: z.number().int() });

/** Who asks (never what they may do), for one subgraph and one request. */
export interface PassportClaims {
  /** The subgraph that may accept it. */
  aud: string;
  /** The viewer's DID; absent when nobody is signed in. */
  sub?: string;
  /** The session. */
  sid?: string;
  /** When the viewer's access token expires, in seconds since 1970: a subscription lives no longer. */
  tex?: number;
  /** The request id, for logs. */
  rid: string;
  /** `bodyHash` of the request. A passport within one process has none, for it cannot be captured. */
  bh?: string;
  /** Journal entries that the answer must already reflect. */
  pos?: { service: string; entry: string }[];
  /** Unique; spent by a mutation. */
  jti: string;
}

/** What a passport is bound to. */
export interface PassportBody {
  query: string;
  variables?: Record<string, unknown> | undefined;
  /** Of several operations in a document, the one that is meant. */
  operationName?: string | undefined;
}

/** SHA-256 in lowercase hex over the canonical form of the body. */
export function bodyHash({ query, variables = {}, operationName = '' }: PassportBody): string {
  return createHash('sha256')
    .update(canonicalize({ query, variables: plainNumbers(variables), operationName }))
    .digest('hex');
}

/**
 * A JWT of one form (ES256, RFC 7519), made here and not by a library that knows them all: a signature is made for
 * each query to a service in another process, and reading the header's choices is a quarter of what that costs.
 */
export function signPassport(key: KeyObject, claims: PassportClaims): string {
  const iat = Math.floor(Date.now() / 1_000);
  const whole = { ...claims, iss: ISSUER, iat, exp: iat + PASSPORT_LIFE_SECONDS };
  const signed = `${HEADER}.${Buffer.from(JSON.stringify(whole)).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** @throws PASSPORT_INVALID unless the gateway signed it for `audience` and it still lives. */
export function verifyPassport(token: string | undefined, key: KeyObject, audience: string): PassportClaims {
  if (!token) throw COMMON.PASSPORT_INVALID.raise('Subgraphs answer only requests that carry a passport.');
  try {
    const claims = readSigned(token, key);
    if (claims?.aud === audience) return claims;
  } catch {
    // Refused below, like everything else that is no passport.
  }
  throw COMMON.PASSPORT_INVALID.raise('The passport is not valid for this service.');
}

/** The claims, if the gateway signed them and they live. The algorithm is ours to say: no other header is read. */
function readSigned(token: string, key: KeyObject): PassportClaims | undefined {
  const [header, body, signature, ...more] = token.split('.');
  if (header !== HEADER || !body || !signature || more.length > 0) return undefined;
  const bytes = Buffer.from(signature, 'base64url');
  const signed = Buffer.from(`${header}.${body}`);
  if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes)) return undefined;
  const { iss, exp, ...claims } = signedSchema.parse(
    JSON.parse(Buffer.from(body, 'base64url').toString('utf8')),
  );
  const lives = Date.now() / 1_000 < exp + CLOCK_TOLERANCE_SECONDS;
  return iss === ISSUER && lives ? claims : undefined;
}

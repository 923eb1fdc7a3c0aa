import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { COMMON } from '../errors/table.js';
import { canonicalize } from '../domain/canonical.js';

/** A passport lives for one request: its life covers queueing and clocks that differ a little. */
export const PASSPORT_LIFE_SECONDS = 30;

const ISSUER = 'gateway';

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
  /** `bodyHash` of the request; present for mutations, which a passport admits once. */
  bh?: string;
  /** Journal entries that the answer must already reflect. */
  pos?: { service: string; entry: string }[];
  /** Unique; spent by a mutation. */
  jti: string;
}

/** What a mutation's passport is bound to. */
export interface PassportBody {
  query: string;
  variables?: Record<string, unknown> | undefined;
  /** Of several operations in a document, the one that is meant. */
  operationName?: string | undefined;
}

/** SHA-256 in lowercase hex over the canonical form of the body. */
export function bodyHash({ query, variables = {}, operationName = '' }: PassportBody): string {
  return createHash('sha256').update(canonicalize({ query, variables, operationName })).digest('hex');
}

export function signPassport(key: KeyObject, claims: PassportClaims): string {
  return jwt.sign(claims, key, { algorithm: 'ES256', issuer: ISSUER, expiresIn: PASSPORT_LIFE_SECONDS });
}

/** @throws PASSPORT_INVALID unless the gateway signed it for `audience` and it still lives. */
export function verifyPassport(token: string | undefined, key: KeyObject, audience: string): PassportClaims {
  if (!token) throw COMMON.PASSPORT_INVALID.raise('Subgraphs answer only requests that carry a passport.');
  try {
    const options = { algorithms: ['ES256' as const], issuer: ISSUER, audience, clockTolerance: 5 };
    return claimsSchema.parse(jwt.verify(token, key, options));
  } catch {
    throw COMMON.PASSPORT_INVALID.raise('The passport is not valid for this service.');
  }
}

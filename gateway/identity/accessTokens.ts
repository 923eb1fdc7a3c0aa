import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { KeySet } from './keySet.js';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

const headerSchema = z.object({ alg: z.literal('ES256'), kid: z.string().min(1).max(200) });
const claimsSchema = z.object({
  sub: z.string().regex(/^did:[a-z0-9]+:[\w.:%-]{1,200}$/),
  sid: z.string().min(1).max(100),
  exp: z.number(),
});

/** Who is asking, as far as the gateway knows: a principal and its session. What they may do, subgraphs judge. */
export interface GatewayViewer {
  did: string;
  sessionId: string;
  /** Until when the token is taken, in seconds since 1970. */
  expiresAt: number;
}

export interface AccessTokenOptions {
  issuer: string;
  audience: string;
  clockToleranceSeconds: number;
}

/** Checks the access tokens (JWT, ES256) that membership issues. */
export class AccessTokens {
  constructor(
    private readonly keys: KeySet,
    private readonly options: AccessTokenOptions,
  ) {}

  /**
   * @param authorization - the header's value; without one, nobody is signed in.
   * @returns the viewer, or null for nobody.
   * @throws UNAUTHENTICATED for a token that is malformed, expired, of another issuer or for another audience:
   *   who sends a token wants to be known, and must hear that they are not.
   * @throws IDENTITY_UNAVAILABLE
   */
  async read(authorization: string | undefined): Promise<GatewayViewer | null> {
    if (authorization === undefined) return null;
    const token = BEARER.exec(authorization)?.[1];
    if (!token) throw COMMON.UNAUTHENTICATED.raise(faultOf(authorization));
    const header = headerSchema.safeParse(headerOf(token));
    const key = header.success ? await this.keys.find(header.data.kid) : undefined;
    if (!key) throw COMMON.UNAUTHENTICATED.raise('This access token is not one of ours.');
    try {
      const { sub, sid, exp } = claimsSchema.parse(
        jwt.verify(token, key, {
          algorithms: ['ES256'],
          issuer: this.options.issuer,
          audience: this.options.audience,
          clockTolerance: this.options.clockToleranceSeconds,
        }),
      );
      return { did: sub, sessionId: sid, expiresAt: exp + this.options.clockToleranceSeconds };
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError) {
        throw COMMON.UNAUTHENTICATED.raise('This access token has expired: refresh the session.', {
          expired: true,
        });
      }
      throw COMMON.UNAUTHENTICATED.raise('This access token is not one of ours.');
    }
  }
}

/** What is wrong with a header that holds no access token; nothing of it is repeated, since it may be a secret. */
function faultOf(authorization: string): string {
  if (!/^Bearer\b/i.test(authorization)) return 'The authorization header is to be `Bearer <access token>`.';
  return 'What follows `Bearer` is no access token: one has three parts with dots between, as signIn gives it.';
}

function headerOf(token: string): unknown {
  try {
    return jwt.decode(token, { complete: true })?.header;
  } catch {
    // Its payload is no JSON: the library reads all of a token to tell of its header.
    return undefined;
  }
}

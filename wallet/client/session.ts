import { WalletError } from '../errors.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { REFRESH_SESSION, REQUEST_SIGN_IN, SIGN_IN } from '../operations/signIn.js';
import type { GraphQLClient } from './graphqlClient.js';

export interface Challenge {
  readonly audience: string;
  readonly did: string;
  readonly nonce: string;
  readonly expiresAt: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends, ISO. */
  readonly expiresAt: string;
}

/** A token this close to its end is renewed before use: longer than a request takes, a small part of its life. */
const RENEW_BEFORE_MS = 30_000;

/**
 * Answers a challenge.
 *
 * @param audience - the gateway that the person means to sign in to; a challenge passed on from elsewhere names another.
 * @throws CHALLENGE_INVALID when the challenge is for another key or another gateway.
 */
export function answerChallenge(key: SigningKey, challenge: Challenge, audience?: string) {
  if (challenge.did !== key.did) {
    throw new WalletError('CHALLENGE_INVALID', 'This challenge was made for another DID.');
  }
  if (audience !== undefined && challenge.audience !== audience) {
    throw new WalletError('CHALLENGE_INVALID', `This challenge is for ${challenge.audience}.`);
  }
  const { did, nonce, expiresAt } = challenge;
  return {
    did,
    nonce,
    ...signStatement(key, 'SignIn', { audience: challenge.audience, did, nonce, expiresAt }),
  };
}

/** Signs in with a key, and keeps the session fresh. */
export class Session {
  private renewal: Promise<Tokens> | undefined;

  constructor(
    private readonly anonymous: GraphQLClient,
    private tokens: Tokens,
  ) {}

  static async signIn(anonymous: GraphQLClient, key: SigningKey, audience?: string): Promise<Session> {
    const { requestSignIn } = await anonymous.execute<{ requestSignIn: Challenge }>(REQUEST_SIGN_IN, {
      input: { did: key.did },
    });
    const { signIn } = await anonymous.execute<{ signIn: Tokens }>(SIGN_IN, {
      input: answerChallenge(key, requestSignIn, audience),
    });
    return new Session(anonymous, signIn);
  }

  /** A token good for a request that starts now. */
  async accessToken(): Promise<string> {
    if (Date.parse(this.tokens.expiresAt) - Date.now() < RENEW_BEFORE_MS) await this.renew();
    return this.tokens.accessToken;
  }

  /** One renewal at a time: a refresh token is good once, and its second use would end the session. */
  private async renew(): Promise<void> {
    this.renewal ??= this.anonymous
      .execute<{ refreshSession: Tokens }>(REFRESH_SESSION, {
        input: { refreshToken: this.tokens.refreshToken },
      })
      .then(({ refreshSession }) => refreshSession)
      .finally(() => {
        this.renewal = undefined;
      });
    this.tokens = await this.renewal;
  }
}

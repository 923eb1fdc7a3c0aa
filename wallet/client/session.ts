import { WalletError } from '../errors.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { refreshSession, requestSignIn, signIn, type Challenge, type Tokens } from '../operations/signIn.js';
import type { GraphQLClient } from './graphqlClient.js';
import { perform } from './mutation.js';

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
    const challenge = await perform(anonymous, requestSignIn, { did: key.did });
    return new Session(
      anonymous,
      await perform(anonymous, signIn, answerChallenge(key, challenge, audience)),
    );
  }

  /** A token good for a request that starts now. */
  async accessToken(): Promise<string> {
    if (Date.parse(this.tokens.expiresAt) - Date.now() < RENEW_BEFORE_MS) await this.renew();
    return this.tokens.accessToken;
  }

  /** One renewal at a time: a refresh token is good once, and its second use would end the session. */
  private async renew(): Promise<void> {
    const { refreshToken } = this.tokens;
    this.renewal ??= perform(this.anonymous, refreshSession, { refreshToken }).finally(() => {
      this.renewal = undefined;
    });
    this.tokens = await this.renewal;
  }
}

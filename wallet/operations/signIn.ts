import { mutation } from '../client/mutation.js';

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

const tokens = 'accessToken refreshToken expiresAt';

export const requestSignIn = mutation<{ did: string }, Challenge>(
  'requestSignIn',
  'audience did nonce expiresAt',
  {
    repeatable: true,
  },
);

export const signIn = mutation<{ did: string; nonce: string; signature: string; key: string }, Tokens>(
  'signIn',
  tokens,
);

export const refreshSession = mutation<{ refreshToken: string }, Tokens>('refreshSession', tokens);

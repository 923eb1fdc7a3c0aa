/** Sign-in, in the words of membership's schema. */
export const REQUEST_SIGN_IN = `
  mutation RequestSignIn($input: RequestSignInInput!) {
    requestSignIn(input: $input) { audience did nonce expiresAt }
  }`;

export const SIGN_IN = `
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken refreshToken expiresAt }
  }`;

export const REFRESH_SESSION = `
  mutation RefreshSession($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken expiresAt }
  }`;

import jwt from 'jsonwebtoken';
import { COMMON } from '../errors/table.js';
import type { KeyPort } from './keys.js';

const LIFE_SECONDS = 60;

/** Services know each other by short tokens signed with a key of the caller, for one audience. */
export function signServiceToken(keys: KeyPort, caller: string, audience: string): string {
  const key = keys.signing(`${caller}/service`, 'es256').privateKey;
  return jwt.sign({}, key, { algorithm: 'ES256', issuer: caller, audience, expiresIn: LIFE_SECONDS });
}

/** @throws UNAUTHENTICATED unless one of `callers`, whose key is pinned, made it for `audience`. */
export function verifyServiceToken(
  keys: KeyPort,
  token: string | undefined,
  audience: string,
  callers: readonly string[],
): string {
  try {
    const claimed = token ? jwt.decode(token, { json: true })?.iss : undefined;
    const key = claimed && callers.includes(claimed) ? keys.pinned(`${claimed}/service`) : undefined;
    if (token && key) {
      jwt.verify(token, key, { algorithms: ['ES256'], issuer: claimed, audience, clockTolerance: 5 });
      return claimed!;
    }
  } catch {
    // Refused below: why a token fails is nobody's business.
  }
  throw COMMON.UNAUTHENTICATED.raise('Only services of this installation are answered here.');
}

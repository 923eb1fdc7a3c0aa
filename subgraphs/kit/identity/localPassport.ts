import type { PassportClaims } from './passport.js';

/**
 * A passport within one process: an object that says what a signed one would. Nothing that comes over a wire can be
 * such an object, and whoever could make one in this process could also take the key and sign. It admits queries; a
 * mutation takes a signed passport everywhere, since that one is spent in the service's database.
 */
export class LocalPassport {
  readonly #claims: Omit<PassportClaims, 'bh'>;

  constructor(claims: Omit<PassportClaims, 'bh'>) {
    this.#claims = claims;
  }

  /** @returns what it says, if it is one and made for that audience. */
  static read(passport: unknown, audience: string): PassportClaims | undefined {
    if (typeof passport !== 'object' || passport === null || !(#claims in passport)) return undefined;
    const claims = passport.#claims;
    return claims.aud === audience ? claims : undefined;
  }
}

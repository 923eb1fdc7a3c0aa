import { digestOf } from '../../kit/domain/canonical.js';

/**
 * What people sign. The service rebuilds the statement from what was sent to it, so a signature says exactly
 * what is about to be done, and for whom. Wallets sign the UTF-8 bytes of the canonical form (RFC 8785).
 */
export interface Statement {
  readonly v: 1;
  readonly type: string;
  readonly [field: string]: string | number | null;
}

export function foundingStatement(slug: string, charterDigest: string, did: string): Statement {
  return { v: 1, type: 'Founding', slug, charterDigest, did };
}

export function applicationStatement(
  cooperative: string,
  did: string,
  displayName: string | null,
  attestation: unknown,
): Statement {
  return { v: 1, type: 'Application', cooperative, did, displayName, attestation: digestOf(attestation) };
}

/** @param expiresAt - ISO 8601 with milliseconds and Z, as in the challenge. */
export function signInStatement(audience: string, did: string, nonce: string, expiresAt: string): Statement {
  return { v: 1, type: 'SignIn', audience, did, nonce, expiresAt };
}

export function authenticatorAdded(did: string, key: string): Statement {
  return { v: 1, type: 'AuthenticatorAdded', did, key };
}

export function authenticatorRotated(did: string, key: string, replaces: string): Statement {
  return { v: 1, type: 'AuthenticatorRotated', did, key, replaces };
}

export function authenticatorRevoked(did: string, key: string): Statement {
  return { v: 1, type: 'AuthenticatorRevoked', did, key };
}

import { statement } from '../../kit/contracts/statements.js';
import type { Statement } from '../../kit/contracts/statements.js';
import { digestOf } from '../../kit/domain/canonical.js';

/** What people sign before membership, built of what was sent to it. */
export function foundingStatement(slug: string, charterDigest: string, did: string): Statement<'Founding'> {
  return statement('Founding', { slug, charterDigest, did });
}

export function applicationStatement(
  cooperativeId: string,
  did: string,
  displayName: string | null,
  attestation: unknown,
): Statement<'Application'> {
  return statement('Application', {
    cooperative: cooperativeId,
    did,
    displayName,
    attestation: digestOf(attestation),
  });
}

/** @param expiresAt - ISO 8601 with milliseconds and Z, as in the challenge. */
export function signInStatement(
  audience: string,
  did: string,
  nonce: string,
  expiresAt: string,
): Statement<'SignIn'> {
  return statement('SignIn', { audience, did, nonce, expiresAt });
}

export function exitStatement(cooperativeId: string, did: string, nonce: string): Statement<'Exit'> {
  return statement('Exit', { cooperative: cooperativeId, member: did, nonce });
}

export function authenticatorAdded(did: string, key: string): Statement<'AuthenticatorAdded'> {
  return statement('AuthenticatorAdded', { did, key });
}

export function authenticatorRotated(
  did: string,
  key: string,
  replaces: string,
): Statement<'AuthenticatorRotated'> {
  return statement('AuthenticatorRotated', { did, key, replaces });
}

export function authenticatorRevoked(did: string, key: string): Statement<'AuthenticatorRevoked'> {
  return statement('AuthenticatorRevoked', { did, key });
}

/** @param attestation - the credential that comes with the request; null if none does. */
export function keyRecoveryStatement(
  cooperativeId: string,
  did: string,
  key: string,
  attestation: unknown,
): Statement<'KeyRecovery'> {
  return statement('KeyRecovery', {
    cooperative: cooperativeId,
    did,
    key,
    attestation: attestation === null ? null : digestOf(attestation),
  });
}

export function recoveryVetoStatement(recovery: string, did: string): Statement<'RecoveryVeto'> {
  return statement('RecoveryVeto', { recovery, did });
}

import type { Id } from '../../kit/domain/ids.js';
import { ERRORS } from './errors.js';

export type AuthenticatorId = Id<'aut'>;

/** A key with which a person or organisation proves to be the holder of their DID. */
export interface Authenticator {
  readonly id: AuthenticatorId;
  /** Public key, multibase (z6Mk…). */
  readonly key: string;
  readonly addedAt: Date;
  readonly revokedAt: Date | null;
}

/** A handful of devices and a paper key; more would be more to lose. */
export const AUTHENTICATORS_MAX = 8;

export function activeKeys(authenticators: readonly Authenticator[]): string[] {
  return authenticators.filter(({ revokedAt }) => revokedAt === null).map(({ key }) => key);
}

/**
 * A key is added once: one that was revoked may be in a thief's hands and does not come back.
 *
 * @param ending - how many active ones the change ends, so that a rotation fits where an addition would not.
 * @throws AUTHENTICATOR_ALREADY_KNOWN, AUTHENTICATOR_LIMIT
 */
export function requireAddable(authenticators: readonly Authenticator[], key: string, ending = 0): void {
  if (authenticators.some((known) => known.key === key)) {
    throw ERRORS.AUTHENTICATOR_ALREADY_KNOWN.raise('This key is, or was, an authenticator of this DID.', {
      key,
    });
  }
  if (activeKeys(authenticators).length - ending < AUTHENTICATORS_MAX) return;
  throw ERRORS.AUTHENTICATOR_LIMIT.raise('There are as many authenticators as there may be.', {
    max: AUTHENTICATORS_MAX,
  });
}

/** @throws AUTHENTICATOR_IS_LAST */
export function requireRevocable(authenticators: readonly Authenticator[], key: string): void {
  if (activeKeys(authenticators).some((active) => active !== key)) return;
  throw ERRORS.AUTHENTICATOR_IS_LAST.raise('The last authenticator of a DID cannot be revoked.', { key });
}

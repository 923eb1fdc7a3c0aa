import { WalletError } from '../errors.js';
import { issuerOf, verifyCredential, type SecuredCredential } from './dataIntegrity.js';

/** What the holder already knows and the credential must agree with. */
export interface Expected {
  /** A type the credential must have: `MembershipCredential`, `ConsentReceipt`… */
  readonly type: string;
  readonly issuer: string;
  readonly subject: string;
  readonly at: Date;
}

/**
 * Checks a membership credential, a consent receipt or any other credential that one was given.
 *
 * @throws CREDENTIAL_INVALID when the proof is false, or it is by, about or for something else, or not valid at the time.
 */
export function checkCredential(credential: SecuredCredential, expected: Expected): void {
  verifyCredential(credential);
  requireThat(credential.type.includes(expected.type), `is no ${expected.type}`);
  requireThat(issuerOf(credential) === expected.issuer, 'is by another issuer');
  requireThat(credential.credentialSubject.id === expected.subject, 'is about somebody else');
  const { validFrom, validUntil } = credential;
  requireThat(!isInstant(validFrom) || Date.parse(validFrom) <= expected.at.getTime(), 'is not valid yet');
  requireThat(!isInstant(validUntil) || expected.at.getTime() < Date.parse(validUntil), 'is no longer valid');
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string';
}

function requireThat(holds: boolean, fault: string): void {
  if (!holds) throw new WalletError('CREDENTIAL_INVALID', `This credential ${fault}.`);
}

import { z } from 'zod';
import { verifyCredential } from '../../kit/domain/credential.js';
import { ERRORS } from './errors.js';

const subjectSchema = z.looseObject({
  id: z.string().max(200),
  nullifier: z.string().regex(/^[0-9a-f]{64}$/),
  cooperative: z.string().max(100),
});

/** For whom, for which co-op and by whose word an attestation has to be. */
export interface PersonhoodClaim {
  readonly did: string;
  readonly cooperativeId: string;
  /** The DIDs whose attestations the co-op accepts. */
  readonly issuers: readonly string[];
}

/**
 * Reads a personhood attestation: a credential by which an issuer that the co-op lists says that one human
 * stands behind a DID, without saying who.
 *
 * @returns the nullifier, 32 bytes in lowercase hex: the same for one human in one co-op, whatever their DID.
 * @throws ATTESTATION_INVALID, ATTESTATION_ISSUER_NOT_LISTED, ATTESTATION_OF_ANOTHER
 */
export function readPersonhood(attestation: unknown, claim: PersonhoodClaim, now: Date): string {
  const verdict = verifyCredential(attestation, now);
  if (!verdict.ok)
    throw ERRORS.ATTESTATION_INVALID.raise('The attestation does not hold.', { because: verdict.reason });
  if (!claim.issuers.includes(verdict.issuer)) {
    throw ERRORS.ATTESTATION_ISSUER_NOT_LISTED.raise('The co-op does not list this issuer.', {
      issuer: verdict.issuer,
    });
  }
  const subject = subjectSchema.safeParse(verdict.credential.credentialSubject);
  if (!verdict.credential.type.includes('PersonhoodCredential') || !subject.success) {
    throw ERRORS.ATTESTATION_INVALID.raise('The attestation does not hold.', {
      because: 'it is no credential of personhood',
    });
  }
  const { id, cooperative, nullifier } = subject.data;
  if (id !== claim.did || cooperative !== claim.cooperativeId) {
    throw ERRORS.ATTESTATION_OF_ANOTHER.raise('The attestation is about another DID or co-op.', {
      did: id,
      cooperative,
    });
  }
  return nullifier;
}

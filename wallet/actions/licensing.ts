import { call } from '../client/mutation.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { acceptOffer, verifyAgreement } from '../operations/data.js';

/** The buyer binds themselves to the exact offer on the table, under this charter, until an instant. */
export function acceptanceBy(
  key: SigningKey,
  of: { licence: string; offerDigest: string; charterVersion: number; decideBy: string },
) {
  const { licence, offerDigest, decideBy } = of;
  return call(acceptOffer, {
    licence,
    offerDigest,
    decideBy,
    ...signStatement(key, 'OfferAcceptance', { ...of, buyer: key.did }),
    idempotencyKey: `accept-${licence}-${offerDigest}`,
  });
}

/** The buyer signs the agreement that the members' decision made of the offer. */
export function verificationBy(key: SigningKey, licence: string, agreementDigest: string) {
  const verified = { licence, agreementDigest };
  return call(verifyAgreement, {
    ...verified,
    ...signStatement(key, 'AgreementVerification', { ...verified, buyer: key.did }),
    idempotencyKey: `verify-${licence}-${agreementDigest}`,
  });
}

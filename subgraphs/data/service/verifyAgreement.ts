import { LicenceVerified } from '../../kit/contracts/entries/data.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import { verificationStatement } from '../domain/acceptance.js';
import { ERRORS } from '../domain/errors.js';
import { verified } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import { finalizeIfPaid } from './recordPayment.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import { keepStep, withNegotiation } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';

export interface VerifyAgreement extends Signed {
  readonly licenceId: string;
  readonly agreementDigest: string;
  readonly idempotencyKey: string;
}

/**
 * The buyer signs the agreement that the decision made of the offer: VERIFIED, and FINALIZED if it is paid.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, IDEMPOTENCY_KEY_REUSED, LICENCE_STATE_CONFLICT, AGREEMENT_CHANGED,
 *   SIGNATURE_INVALID, in this order.
 */
export function verifyAgreement(store: Store) {
  return (viewer: Viewer, input: VerifyAgreement): Promise<Licence> =>
    withNegotiation(store, viewer, input.licenceId, async (negotiation) => {
      const { licenceId, agreementDigest, signature, idempotencyKey } = input;
      const asked = { licence: licenceId, agreementDigest, signature, key: input.key ?? null };
      const { did: actor } = negotiation.actor;
      const operation = { actor, operation: 'verifyAgreement', key: idempotencyKey, input: asked };
      await idempotent(negotiation.tx, operation, async () => {
        await verify(negotiation, input);
        return { id: licenceId };
      });
    });
}

async function verify({ tx, licence, offer, actor }: Negotiation, input: VerifyAgreement): Promise<void> {
  const next = verified(licence, actor.party, tx.now);
  const { digest: agreementDigest } = next.agreement;
  if (agreementDigest !== input.agreementDigest) {
    const facts = { signed: input.agreementDigest, actual: agreementDigest };
    throw ERRORS.AGREEMENT_CHANGED.raise('The agreement is not the one that was signed.', facts);
  }
  const statement = verificationStatement({ licence: licence.id, agreementDigest, buyer: actor.did });
  requireSignature(actor, statement, input);
  await keepStep(tx, next, { party: 'BUYER' });
  tx.append(LicenceVerified, {
    cooperative: licence.cooperativeId,
    actorRole: 'BUYER',
    actor: actor.did,
    public: { agreement: agreementDigest },
    private: { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId },
  });
  await finalizeIfPaid(tx, next, offer);
}

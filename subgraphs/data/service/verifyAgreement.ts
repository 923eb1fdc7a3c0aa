import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import { verificationStatement } from '../domain/acceptance.js';
import { ERRORS } from '../domain/errors.js';
import { requireMove } from '../domain/negotiation.js';
import { LicenceRow } from '../store/licenceRow.js';
import { finalizeIfPaid } from './finalizeLicence.js';
import { withNegotiation, keepStep } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';
import type { DataPorts } from './ports.js';
import { requireSignature } from './signature.js';
import type { SignedInput } from './signature.js';

export interface VerifyAgreementInput extends SignedInput {
  readonly licence: string;
  readonly agreementDigest: string;
  readonly idempotencyKey: string;
}

/**
 * The buyer signs the agreement that the decision made of the offer: VERIFIED, and FINALIZED if it is paid.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, LICENCE_STATE_CONFLICT, AGREEMENT_CHANGED, SIGNATURE_INVALID,
 *   IDEMPOTENCY_KEY_REUSED
 */
export async function verifyAgreement(
  { store }: DataPorts,
  viewer: Viewer,
  input: VerifyAgreementInput,
): Promise<LicenceRow> {
  return withNegotiation({ store }, viewer, input.licence, async (table) => {
    const { tx, licence, actor } = table;
    const { idempotencyKey, ...asked } = input;
    const written = { ...asked, key: asked.key ?? null };
    const operation = { actor: actor.did, operation: 'verifyAgreement', key: idempotencyKey, input: written };
    await idempotent(tx, operation, async () => {
      requireMove(licence.state, 'VERIFIED', actor.party);
      await verify(table, input);
      return { id: licence.id };
    });
    return tx.manager.findOneByOrFail(LicenceRow, { cooperativeId: licence.cooperativeId, id: licence.id });
  });
}

async function verify(
  { tx, licence, offer, actor }: Negotiation,
  input: VerifyAgreementInput,
): Promise<void> {
  const agreementDigest = licence.agreementDigest!;
  if (agreementDigest !== input.agreementDigest) {
    const facts = { signed: input.agreementDigest, actual: agreementDigest };
    throw ERRORS.AGREEMENT_CHANGED.raise('The agreement is another one.', facts);
  }
  requireSignature(
    verificationStatement({ licence: licence.id, agreementDigest, buyer: actor.did }),
    input,
    actor,
  );
  const change = { state: 'VERIFIED' as const, verifiedAt: tx.now };
  const verified = await keepStep(tx, licence, change, { party: 'BUYER' });
  tx.append({
    type: 'LicenceVerified',
    cooperative: licence.cooperativeId,
    actorRole: 'BUYER',
    actor: actor.did,
    digests: { agreement: agreementDigest },
    values: { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId },
  });
  await finalizeIfPaid(tx, verified, offer);
}

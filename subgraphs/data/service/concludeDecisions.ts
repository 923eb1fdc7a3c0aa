import { COMMON } from '../../kit/errors/table.js';
import { DomainError } from '../../kit/errors/define.js';
import type { LogPort } from '../../kit/journal/logPort.js';
import type { Tx } from '../../kit/store/store.js';
import { agreementDigest, agreementPolicy } from '../domain/agreement.js';
import type { LicenceEffect } from '../domain/acceptance.js';
import { judgePurpose } from '../domain/charterCheck.js';
import { faultOfDecision } from '../domain/decision.js';
import type { DecisionEvidence } from '../domain/decision.js';
import { LicenceRow } from '../store/licenceRow.js';
import type { PendingDecision } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import { currentCharter } from './charter.js';
import { keepStep, lockLicence, offerOf } from './withNegotiation.js';
import type { DataPorts } from './ports.js';
import { terminate } from './terminateLicence.js';

type Ports = Pick<DataPorts, 'store' | 'governance' | 'signer'>;

/** Decisions looked at in one round; more wait for the next. */
const ROUND_MAX = 50;

/**
 * Turns decisions that governance has journalled into agreements, once they are proven. The proof is fetched
 * outside any transaction; one licence that must wait holds up no other.
 *
 * @returns what went wrong, for the log: those licences are tried again.
 */
export async function concludeDecisions(ports: Ports): Promise<unknown[]> {
  const waiting = await ports.store.transaction({ reader: 'decisions' }, (tx) =>
    tx.query<{ id: string; cooperative: string; decision: PendingDecision }>(
      `select id, cooperative_id as cooperative, decision from licence
       where state = 'ACCEPTED' and decision is not null order by id limit ${ROUND_MAX}`,
    ),
  );
  const failures: unknown[] = [];
  for (const { id, cooperative, decision } of waiting) {
    try {
      await conclude(ports, cooperative, id, decision);
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

async function conclude(
  ports: Ports,
  cooperative: string,
  id: string,
  decision: PendingDecision,
): Promise<void> {
  const verifierKey = ports.governance.verifierKey(cooperative);
  const evidence = await evidenceFor(ports.governance.log(), cooperative, decision);
  // Neither the key nor a checkpoint that covers the leaf is here yet: later.
  if (!verifierKey || !evidence) return;
  await ports.store.transaction({ cooperative }, async (tx) => {
    const licence = await lockLicence(tx, cooperative, id);
    // A counter-offer may have come in between; then nothing is left to conclude.
    if (licence?.state !== 'ACCEPTED' || licence.decision?.entryId !== decision.entryId) return;
    const offer = await offerOf(tx, licence);
    const effect = effectOf(licence, offer);
    const reason = await reasonAgainst(tx, licence, offer, effect, { ...evidence, verifierKey });
    if (reason) await terminate(tx, licence, reason, { party: 'COOPERATIVE' });
    else await agree(tx, ports, licence, offer, effect, { ...evidence, verifierKey });
  });
}

/** Null while the log has not grown over the leaf. */
async function evidenceFor(
  log: LogPort,
  cooperative: string,
  { index, leaf }: PendingDecision,
): Promise<DecisionEvidence | null> {
  try {
    const proof = await log.inclusionProof(cooperative, BigInt(index));
    return { leaf, index, size: String(proof.size), hashes: proof.hashes, checkpoint: proof.checkpoint.note };
  } catch (error) {
    if (error instanceof DomainError && error.code === COMMON.NOT_FOUND.code) return null;
    throw error;
  }
}

/** What the members must have decided, from this service's own facts alone. */
function effectOf(licence: LicenceRow, offer: Offer): LicenceEffect {
  return {
    kind: 'LICENCE',
    licence: licence.id,
    dataset: licence.datasetId,
    offerDigest: offer.digest,
    buyer: licence.buyerId,
    purpose: licence.purpose,
    acceptanceDigest: licence.acceptanceDigest!,
  };
}

async function reasonAgainst(
  tx: Tx,
  licence: LicenceRow,
  offer: Offer,
  effect: LicenceEffect,
  evidence: DecisionEvidence & { verifierKey: string },
): Promise<string | null> {
  const fault = faultOfDecision(effect, licence.cooperativeId, evidence, evidence.verifierKey);
  if (fault) return `DECISION_UNPROVEN: ${fault}`;
  if (new Date(licence.decision!.recordedAt) >= licence.decideBy!) return 'DECIDED_TOO_LATE';
  const charter = await currentCharter(tx, licence.cooperativeId);
  const verdict = judgePurpose(charter.terms, licence.purpose);
  return verdict.kind === 'ALLOWED' ? null : `PURPOSE_${verdict.kind}`;
}

async function agree(
  tx: Tx,
  { signer }: Ports,
  licence: LicenceRow,
  offer: Offer,
  effect: LicenceEffect,
  decision: DecisionEvidence & { verifierKey: string },
): Promise<void> {
  const acceptance = licence.acceptance!;
  const policy = agreementPolicy({
    licence: licence.id,
    purpose: licence.purpose,
    assignee: acceptance.statement.buyer,
    agreedAt: tx.now,
    offer: offer.policy,
    acceptance,
    effect,
    decision,
  });
  const agreement = signer.secure(policy, tx.now);
  const digest = agreementDigest(agreement);
  const { amount, model, jobPrice } = offer.price;
  const change = { state: 'AGREED' as const, agreement, agreementDigest: digest, decision: null };
  // What costs nothing is paid for.
  const paid = amount.amountMinor === 0n ? { paidAt: tx.now } : {};
  await keepStep(tx, licence, { ...change, ...paid }, { party: 'COOPERATIVE' });
  tx.append({
    type: 'LicenceAgreed',
    cooperative: licence.cooperativeId,
    actorRole: 'SERVICE',
    digests: { agreement: digest, offer: offer.digest },
    values: {
      licence: licence.id,
      dataset: licence.datasetId,
      buyer: licence.buyerId,
      purpose: licence.purpose,
      price: {
        amountMinor: amount.amountMinor.toString(),
        currency: amount.currency,
        model,
        jobPriceMinor: jobPrice?.amountMinor.toString() ?? null,
      },
      termDays: offer.termDays,
      agreementDigest: digest,
    },
  });
}

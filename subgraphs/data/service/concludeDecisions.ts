import assert from 'node:assert/strict';
import { LicenceAgreed } from '../../kit/contracts/entries/data.js';
import { COMMON } from '../../kit/errors/table.js';
import { DomainError } from '../../kit/errors/define.js';
import type { LogPort } from '../../kit/journal/logPort.js';
import type { Tx } from '../../kit/store/tx.js';
import { agreementDigest, agreementPolicy } from '../domain/agreement.js';
import type { LicenceEffect } from '../domain/acceptance.js';
import { judgeByCharter } from '../domain/charter.js';
import { faultOfDecision } from '../domain/decision.js';
import type { DecisionEvidence } from '../domain/decision.js';
import { agreed, awaits } from '../domain/licence.js';
import type { Acceptance, Agreement, Licence, PendingDecision } from '../domain/licence.js';
import type { Offer } from '../domain/offer.js';
import { decidedLicences, holdLicence } from '../store/licenceStore.js';
import type { DueLicence } from '../store/licenceStore.js';
import type { DataPorts, Signer } from './ports.js';
import { requireCharter } from './requireCharter.js';
import { terminate } from './terminateLicence.js';
import { keepStep, offerOf, publishedOfferOf } from './withNegotiation.js';

type Ports = Pick<DataPorts, 'store' | 'governance' | 'signer'>;

/** Decisions looked at in one round; more wait for the next. */
const ROUND_MAX = 50;

/**
 * Turns decisions that governance has journalled into agreements, once they are proven. The proof is fetched
 * outside any transaction; one licence that must wait holds up no other.
 *
 * @returns what went wrong, for the log: those licences are tried again.
 */
export function concludeDecisions(ports: Ports) {
  return async (): Promise<unknown[]> => {
    const decided = await ports.store.transaction({ reader: 'decisions' }, (tx) =>
      decidedLicences(tx, ROUND_MAX),
    );
    const failures: unknown[] = [];
    for (const { decision, ...licence } of decided) {
      await conclude(ports, licence, decision).catch((failure: unknown) => failures.push(failure));
    }
    return failures;
  };
}

async function conclude(ports: Ports, of: DueLicence, decision: PendingDecision): Promise<void> {
  const { cooperativeId, id } = of;
  const evidence = await evidenceFor(ports.governance.log(), cooperativeId, decision);
  const verifierKey = evidence && ports.governance.verifierKey(cooperativeId, evidence.checkpoint);
  // Neither the key nor a checkpoint that covers the leaf is here yet: later.
  if (!verifierKey || !evidence) return;
  await ports.store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const licence = await holdLicence(tx, cooperativeId, id);
    if (!licence || !awaits(licence, decision.entryId)) return;
    const found = await decisionOn(tx, licence, decision, { ...evidence, verifierKey });
    const reason = await reasonAgainst(tx, found);
    if (reason) await terminate(tx, licence, reason, { party: 'COOPERATIVE' });
    else await agree(tx, ports.signer, found);
  });
}

/** Null while the log has not grown over the leaf. */
async function evidenceFor(
  log: LogPort,
  cooperativeId: string,
  { index, leaf }: PendingDecision,
): Promise<DecisionEvidence | null> {
  try {
    const proof = await log.inclusionProof(cooperativeId, BigInt(index));
    return { leaf, index, size: String(proof.size), hashes: proof.hashes, checkpoint: proof.checkpoint.note };
  } catch (error) {
    if (error instanceof DomainError && error.code === COMMON.NOT_FOUND.code) return null;
    throw error;
  }
}

/** A licence, locked, with all that its decision is judged by. */
interface Decided {
  readonly licence: Licence;
  readonly acceptance: Acceptance;
  readonly offer: Offer;
  /** What the members must have decided, from this service's own facts alone. */
  readonly effect: LicenceEffect;
  readonly decision: PendingDecision;
  readonly evidence: DecisionEvidence & { readonly verifierKey: string };
}

async function decisionOn(
  tx: Tx,
  licence: Licence,
  decision: PendingDecision,
  evidence: Decided['evidence'],
): Promise<Decided> {
  const { acceptance } = licence;
  assert(acceptance, `licence ${licence.id} was decided on without an acceptance`);
  const offer = await offerOf(tx, licence);
  const published = acceptance.publishedOfferId === null ? null : await publishedOfferOf(tx, licence);
  const effect: LicenceEffect = {
    kind: 'LICENCE',
    licence: licence.id,
    dataset: licence.datasetId,
    offerDigest: offer.digest,
    ...(published && { publishedOfferDigest: published.digest }),
    buyer: licence.buyerId,
    purpose: licence.purpose,
    acceptanceDigest: acceptance.digest,
  };
  return { licence, acceptance, offer, effect, decision, evidence };
}

async function reasonAgainst(tx: Tx, found: Decided): Promise<string | null> {
  const { licence, acceptance, effect, decision, evidence } = found;
  const fault = faultOfDecision(effect, licence.cooperativeId, evidence, evidence.verifierKey);
  if (fault) return `DECISION_UNPROVEN: ${fault}`;
  if (new Date(decision.recordedAt) >= acceptance.decideBy) return 'DECIDED_TOO_LATE';
  const charter = await requireCharter(tx, licence.cooperativeId);
  const verdict = judgeByCharter(charter.terms, licence.purpose);
  return verdict.kind === 'ALLOWED' ? null : `PURPOSE_${verdict.kind}`;
}

async function agree(tx: Tx, signer: Signer, found: Decided): Promise<void> {
  const { licence, offer } = found;
  const { amount, model, jobPrice } = offer.price;
  const agreement = agreementFrom(signer, found, tx.now);
  const next = agreed(licence, agreement, amount.amountMinor === 0n, tx.now);
  await keepStep(tx, next, { party: 'COOPERATIVE' });
  tx.append(LicenceAgreed, {
    cooperative: licence.cooperativeId,
    actorRole: 'SERVICE',
    public: { agreement: agreement.digest, offer: offer.digest },
    private: {
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
      agreementDigest: agreement.digest,
    },
  });
}

function agreementFrom(signer: Signer, found: Decided, agreedAt: Date): Agreement {
  const { licence, acceptance, offer, effect, evidence } = found;
  const policy = agreementPolicy({
    licence: licence.id,
    purpose: licence.purpose,
    assignee: acceptance.signed.statement.buyer,
    agreedAt,
    offer: offer.policy,
    acceptance: acceptance.signed,
    effect,
    decision: evidence,
  });
  const document = signer.secure(policy, agreedAt);
  return { document, digest: agreementDigest(document) };
}

import { createHash } from 'node:crypto';
import { ConsentGranted } from '../../kit/contracts/entries/data.js';
import { writtenForm } from '../../kit/domain/instant.js';
import { requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/tx.js';
import { requirePurposes } from '../domain/charter.js';
import { consentStatement, requireConsentTerms, requireWrap } from '../domain/consent.js';
import type { Consent, ConsentTerms, ConsentWithoutReceipt } from '../domain/consent.js';
import { ERRORS } from '../domain/errors.js';
import { LIMITS } from '../domain/limits.js';
import { insertConsent, isIdTaken, liveConsentCount, queueGrants } from '../store/consentStore.js';
import type { DataPorts } from './ports.js';
import { requireComputeKey } from './readComputeKey.js';
import { requireCharter } from './requireCharter.js';
import { requireDataset } from './requireDataset.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import { withReceipt } from './withReceipt.js';
import { keepWrap } from './wraps.js';

export interface GrantConsent extends ConsentTerms, Signed {
  /** Chosen by the wallet, since the wrap is bound to it. */
  readonly id: string;
  readonly datasetId: string;
  /** Version of the compute key that the wrap is for. */
  readonly keyVersion: number;
  /** Unpadded base64url of an HPKE encapsulated key and ciphertext. */
  readonly wrap: string;
}

/**
 * Records a member's consent and keeps the wrap that makes it effective, once the compute worker has opened it. What is
 * consented to is what was signed: the statement is built here from the input.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is an admitted member; BAD_USER_INPUT,
 *   CONSENT_EXPIRY_PAST, PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, COMPUTE_KEY_UNAVAILABLE, CONSENT_KEY_STALE,
 *   SIGNATURE_INVALID, CONSENT_EXISTS, CONSENTS_TOO_MANY, in this order.
 */
export function grantConsent({
  store,
  epochKeys,
  signer,
}: Pick<DataPorts, 'store' | 'epochKeys' | 'signer'>) {
  return async (viewer: Viewer, input: GrantConsent): Promise<Consent> => {
    requireId('cns', input.id);
    const cooperativeId = await store.home(requireId('dst', input.datasetId));
    const member = await viewer.requireMember(cooperativeId);
    const wrap = requireWrap(input.wrap);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const dataset = await requireDataset(tx, cooperativeId, input.datasetId);
      requireConsentTerms(input, dataset.columns, tx.now);
      requirePurposes((await requireCharter(tx, cooperativeId)).terms, input.purposes);
      await requireCurrentKey(tx, input.keyVersion);
      const wrapDigest = createHash('sha256').update(input.wrap, 'utf8').digest('hex');
      requireSigned(input, wrapDigest, member);
      await requireRoom(tx, input, member);
      const granted = newConsent(input, wrapDigest, member, tx.now);
      const consent = await withReceipt(tx, signer, granted, member.did);
      await insertConsent(tx, consent);
      await keepWrap(tx, epochKeys, consent, wrap);
      const { purposes, expiresAt } = consent;
      tx.append(ConsentGranted, {
        cooperative: cooperativeId,
        actorRole: 'MEMBER',
        subject: member.memberId,
        actor: member.did,
        public: { wrap: wrapDigest },
        private: {
          consent: consent.id,
          memberId: member.memberId,
          dataset: dataset.id,
          purposes: [...purposes],
          expiresAt: expiresAt?.toISOString() ?? null,
        },
      });
      return consent;
    });
  };
}

function newConsent(
  input: GrantConsent,
  wrapDigest: string,
  { cooperativeId, memberId }: Standing,
  now: Date,
): ConsentWithoutReceipt {
  const { id, datasetId, purposes, categories, recipients, keyVersion, expiresAt } = input;
  return {
    ...{ cooperativeId, id, datasetId, memberId, purposes, categories, recipients, keyVersion, wrapDigest },
    grantedAt: now,
    expiresAt,
    expiryAsSigned: expiresAt && writtenForm(expiresAt),
    withdrawnAt: null,
    erasedAt: null,
    wrapOpenedAt: null,
    wrapSetAsideAt: null,
  };
}

async function requireCurrentKey(tx: Tx, version: number): Promise<void> {
  const current = await requireComputeKey(tx);
  if (version === current.version) return;
  const facts = { version, current: current.version };
  throw ERRORS.CONSENT_KEY_STALE.raise(
    `The wrap is for version ${version} of the compute key; the current version is ${current.version}.`,
    facts,
  );
}

function requireSigned(input: GrantConsent, wrapDigest: string, member: Standing): void {
  const { id, datasetId, keyVersion } = input;
  const { cooperativeId, did } = member;
  const of = { id, cooperativeId, datasetId, terms: input, keyVersion, wrapDigest, member: did };
  requireSignature(member, consentStatement(of), input);
}

async function requireRoom(tx: Tx, { id, datasetId }: GrantConsent, member: Standing): Promise<void> {
  await queueGrants(tx, id, member.memberId, datasetId);
  if (await isIdTaken(tx, id)) throw ERRORS.CONSENT_EXISTS.raise('This id is taken; choose another.', { id });
  const live = await liveConsentCount(tx, member, datasetId);
  const liveMax = LIMITS.liveConsentsPerDatasetMax;
  if (live < liveMax) return;
  throw ERRORS.CONSENTS_TOO_MANY.raise(
    `You have ${live} consents in force for this dataset; ${liveMax} are the most.`,
    { live, liveMax },
  );
}

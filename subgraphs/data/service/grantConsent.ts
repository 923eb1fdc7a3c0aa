import { createHash } from 'node:crypto';
import { writtenForm } from '../../kit/domain/instant.js';
import { requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { requirePurposes } from '../domain/charterCheck.js';
import { consentStatement, requireConsentTerms, requireWrap } from '../domain/consent.js';
import type { ConsentTerms } from '../domain/consent.js';
import { ERRORS } from '../domain/errors.js';
import { LIMITS } from '../domain/limits.js';
import { ConsentRow } from '../store/consentRow.js';
import { currentCharter } from './charter.js';
import { currentComputeKey } from './computeKey.js';
import { requireDataset } from './datasets.js';
import type { DataPorts } from './ports.js';
import { issueReceipt } from './receipts.js';
import { requireSignature } from './signature.js';
import type { SignedInput } from './signature.js';
import { keepWrap } from './wraps.js';

export interface GrantConsentInput extends ConsentTerms, SignedInput {
  /** Chosen by the wallet, since the wrap is bound to it. */
  readonly id: string;
  readonly dataset: string;
  /** Version of the compute key that the wrap is for. */
  readonly keyVersion: number;
  /** Unpadded base64url of an HPKE encapsulated key and ciphertext. */
  readonly wrap: string;
}

/**
 * Records a member's consent and keeps the wrap that makes it effective. What is consented to is what was
 * signed: the statement is built here from the input.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is an admitted member; BAD_USER_INPUT,
 *   CONSENT_EXPIRY_PAST, PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, CONSENT_KEY_STALE, COMPUTE_KEY_UNAVAILABLE,
 *   SIGNATURE_INVALID, CONSENT_EXISTS, CONSENTS_TOO_MANY
 */
export async function grantConsent(
  ports: DataPorts,
  viewer: Viewer,
  input: GrantConsentInput,
): Promise<ConsentRow> {
  const { store, epochKeys, signer } = ports;
  requireId('cns', input.id);
  const cooperative = await store.home(requireId('dst', input.dataset));
  const member = await viewer.requireMember(cooperative);
  const wrap = requireWrap(input.wrap);
  return store.transaction({ cooperative }, async (tx) => {
    const dataset = await requireDataset(tx, cooperative, input.dataset);
    requireConsentTerms(input, dataset.columns, tx.now);
    requirePurposes((await currentCharter(tx, cooperative)).terms, input.purposes);
    await requireCurrentKey(tx, input.keyVersion);
    const wrapDigest = createHash('sha256').update(input.wrap, 'utf8').digest('hex');
    requireSigned(input, cooperative, wrapDigest, member);
    await requireRoom(tx, cooperative, input, member);
    const granted = {
      cooperativeId: cooperative,
      id: input.id,
      datasetId: dataset.id,
      memberId: member.memberId,
      purposes: [...input.purposes],
      categories: [...input.categories],
      recipients: [...input.recipients],
      keyVersion: input.keyVersion,
      wrapDigest,
      grantedAt: tx.now,
      expiresAt: input.expiresAt,
      expiryAsSigned: input.expiresAt && writtenForm(input.expiresAt),
      withdrawnAt: null,
      erasedAt: null,
    };
    const row: ConsentRow = { ...granted, receipt: await issueReceipt(tx, signer, granted, member.did) };
    await tx.manager.save(ConsentRow, row);
    await tx.register(row.id, cooperative);
    await keepWrap(tx, epochKeys, cooperative, row.id, wrap);
    const { purposes, expiresAt } = row;
    tx.append({
      type: 'ConsentGranted',
      cooperative,
      actorRole: 'MEMBER',
      subject: member.memberId,
      actor: member.did,
      digests: { wrap: wrapDigest },
      values: { consent: row.id, memberId: member.memberId, dataset: dataset.id, purposes, expiresAt },
    });
    return row;
  });
}

async function requireCurrentKey(tx: Tx, version: number): Promise<void> {
  const current = await currentComputeKey(tx);
  if (version === current.version) return;
  const facts = { version, current: current.version };
  throw ERRORS.CONSENT_KEY_STALE.raise('The wrap is for another version of the compute key.', facts);
}

function requireSigned(
  input: GrantConsentInput,
  cooperative: string,
  wrapDigest: string,
  member: Standing,
): void {
  const { id, dataset, keyVersion } = input;
  const statement = consentStatement({
    id,
    cooperative,
    dataset,
    terms: input,
    keyVersion,
    wrapDigest,
    member: member.did,
  });
  requireSignature(statement, input, member);
}

async function requireRoom(
  tx: Tx,
  cooperative: string,
  input: GrantConsentInput,
  member: Standing,
): Promise<void> {
  // Of two at once with one id, or by one member, the second sees what the first did.
  for (const name of [input.id, `${member.memberId}\n${input.dataset}`].sort()) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }
  const [taken] = await tx.query('select 1 from entity_home where entity_id = $1', [input.id]);
  if (taken)
    throw ERRORS.CONSENT_EXISTS.raise('A consent with this id was granted before.', { id: input.id });
  const [live] = await tx.query<{ live: number }>(
    `select count(*)::int as live from consent
     where cooperative_id = $1 and dataset_id = $2 and member_id = $3 and withdrawn_at is null
       and erased_at is null and (expires_at is null or expires_at > $4)`,
    [cooperative, input.dataset, member.memberId, tx.now],
  );
  if (live!.live < LIMITS.liveConsentsPerDatasetMax) return;
  throw ERRORS.CONSENTS_TOO_MANY.raise('You have too many consents in force for this dataset.', {
    live: live!.live,
    liveMax: LIMITS.liveConsentsPerDatasetMax,
  });
}

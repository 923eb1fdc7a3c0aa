import { digestOf } from '../../kit/domain/canonical.js';
import { toBase64 } from '../../kit/domain/encoding.js';
import { requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { consentState } from '../domain/consent.js';
import { crateMetadata } from '../domain/roCrate.js';
import type { JsonObject } from '../domain/policy.js';
import { AccessRecordRow } from '../store/accessRecordRow.js';
import { ConsentRow } from '../store/consentRow.js';
import { ContributionRow } from '../store/contributionRow.js';
import { cooperativeOf } from './charter.js';
import { requireSelf } from './member.js';
import type { DataPorts } from './ports.js';

/** An answer holds 8 MiB; base64 makes four bytes of three, and the rest of the bundle needs room too. */
const CIPHERTEXT_BYTES_MAX = 4 * 1024 * 1024;
const CONTRIBUTIONS_MAX = 500;
const RECORDS_MAX = 5_000;

export interface DataExport {
  readonly bundle: JsonObject;
  /** SHA-256 of the bundle's canonical form. */
  readonly digest: string;
  /** The contribution after which the next bundle begins; null when this was the last. */
  readonly next: string | null;
}

const FILES = [
  { name: 'contributions', description: 'Ciphertexts with their sealed keys; the wallet opens them.' },
  { name: 'consents', description: 'Consents with their signed receipts.' },
  { name: 'accessLog', description: 'Every use of the records.' },
].map((file) => ({ ...file, encodingFormat: 'application/json' }));

/**
 * Hands a member all that this co-op's data service holds of them, as one bundle. Consents and uses come with the
 * first; contributions that do not fit into one answer follow in further ones.
 *
 * @param after - `next` of the bundle before.
 * @throws UNAUTHENTICATED, NOT_FOUND unless the viewer has a part in that co-op.
 */
export async function exportMyData(
  ports: DataPorts,
  viewer: Viewer,
  input: { readonly cooperative: string; readonly after: string | null },
): Promise<DataExport> {
  const cooperative = requireId('coop', input.cooperative);
  const member = await requireSelf(viewer, cooperative, cooperative);
  return ports.store.transaction({ cooperative }, async (tx) => {
    const { name, did } = await cooperativeOf(tx, cooperative);
    const { contributions, next } = await contributionsOf(tx, ports, member, input.after);
    const rest = input.after === null ? await recordsOf(tx, member) : { consents: [], accessLog: [] };
    const metadata = crateMetadata({
      cooperative: did,
      cooperativeName: name,
      member: member.did,
      exportedAt: tx.now,
      files: FILES,
    });
    const bundle = plain({ 'ro-crate-metadata.json': metadata, contributions, ...rest, next });
    const digest = digestOf(bundle);
    tx.append({
      type: 'MemberDataExported',
      cooperative,
      actorRole: 'MEMBER',
      subject: member.memberId,
      actor: member.did,
      digests: { bundle: digest },
      values: { memberId: member.memberId },
    });
    return { bundle, digest, next };
  });
}

async function contributionsOf(tx: Tx, { blobs }: DataPorts, member: Standing, after: string | null) {
  const { cooperativeId, memberId } = member;
  const found = tx.manager
    .createQueryBuilder(ContributionRow, 'contribution')
    .where('contribution.cooperativeId = :cooperativeId and contribution.memberId = :memberId', {
      cooperativeId,
      memberId,
    })
    .andWhere('contribution.sealedKey is not null')
    .orderBy('contribution.id')
    .limit(CONTRIBUTIONS_MAX + 1);
  if (after !== null) found.andWhere('contribution.id > :after', { after });
  const rows = await found.getMany();
  const taken = fitting(rows);
  const contributions = await Promise.all(
    taken.map(async ({ id, datasetId, cid, sealedKey, recordCount, contributedAt }) => {
      const bytes = await blobs.get(cooperativeId, cid);
      if (!bytes) throw new Error(`the ciphertext of ${id} is lost`);
      return {
        id,
        dataset: datasetId,
        cid,
        sealedKey,
        recordCount,
        contributedAt,
        ciphertext: toBase64(bytes),
      };
    }),
  );
  return { contributions, next: taken.length < rows.length ? taken.at(-1)!.id : null };
}

/** The first of them, as many as fit into one bundle; one always does. */
function fitting(rows: readonly ContributionRow[]): ContributionRow[] {
  let bytes = 0;
  const limited = rows.slice(0, CONTRIBUTIONS_MAX);
  const over = limited.findIndex((row) => (bytes += row.ciphertextBytes) > CIPHERTEXT_BYTES_MAX);
  return over < 0 ? limited : limited.slice(0, over);
}

async function recordsOf(tx: Tx, { cooperativeId, memberId }: Standing) {
  const of = { where: { cooperativeId, memberId }, order: { id: 'ASC' as const }, take: RECORDS_MAX };
  const consents = await tx.manager.find(ConsentRow, of);
  const uses = await tx.manager.find(AccessRecordRow, of);
  return {
    consents: consents.map((consent) => ({
      id: consent.id,
      dataset: consent.datasetId,
      purposes: consent.purposes,
      state: consentState(consent, tx.now),
      receipt: consent.receipt,
    })),
    accessLog: uses.map(({ id, datasetId, licenceId, jobId, buyerId, purpose, records, at }) => ({
      id,
      dataset: datasetId,
      licence: licenceId,
      job: jobId,
      buyer: buyerId,
      purpose,
      records,
      at,
    })),
  };
}

/** Instants as text: what is hashed is what travels. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

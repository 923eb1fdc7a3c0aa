import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/store.js';
import { requireCiphertext, requireSealedKey } from '../domain/ciphertext.js';
import { requireRows } from '../domain/contribution.js';
import { ERRORS } from '../domain/errors.js';
import { ContributionRow } from '../store/contributionRow.js';
import { lockDataset, recount } from './datasets.js';
import type { DataPorts } from './ports.js';

export interface ContributeInput {
  readonly dataset: string;
  /** Padded base64. */
  readonly ciphertext: string;
  readonly cid: string;
  /** Unpadded base64url. */
  readonly sealedKey: string;
  readonly recordCount: number;
  readonly idempotencyKey: string;
}

/**
 * Stores a member's encrypted records in a dataset. The bytes are on stable storage before the change commits.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is an admitted member; CIPHERTEXT_MALFORMED,
 *   CONTRIBUTION_TOO_LARGE, CID_MISMATCH, BAD_USER_INPUT, CONTRIBUTION_EXISTS, CONTRIBUTION_ROWS_EXCEEDED,
 *   IDEMPOTENCY_KEY_REUSED
 */
export async function contribute(
  ports: DataPorts,
  viewer: Viewer,
  input: ContributeInput,
): Promise<ContributionRow> {
  const { store, blobs } = ports;
  const cooperative = await store.home(requireId('dst', input.dataset));
  const member = await viewer.requireMember(cooperative);
  const bytes = requireCiphertext(input.ciphertext, input.cid);
  requireSealedKey(input.sealedKey);
  return store.transaction({ cooperative }, async (tx) => {
    const { dataset, cid, recordCount, idempotencyKey, sealedKey } = input;
    const operation = { actor: member.did, operation: 'contribute', key: idempotencyKey };
    const asked = { dataset, cid, recordCount, sealedKey };
    const { id } = await idempotent(tx, { ...operation, input: asked }, async () => {
      const { rowsPerMemberMax } = await lockDataset(tx, cooperative, dataset);
      await requireNew(tx, cooperative, cid);
      requireRows(recordCount, await rowsOf(tx, cooperative, dataset, member.memberId), rowsPerMemberMax);
      const row: ContributionRow = {
        cooperativeId: cooperative,
        id: newId('ctb'),
        datasetId: dataset,
        memberId: member.memberId,
        cid,
        sealedKey,
        recordCount,
        ciphertextBytes: bytes.length,
        contributedAt: tx.now,
        withdrawnAt: null,
        erasedAt: null,
      };
      await tx.manager.insert(ContributionRow, row);
      await tx.register(row.id, cooperative);
      await blobs.put(cooperative, cid, bytes);
      await recount(tx, cooperative, dataset);
      tx.append({
        type: 'ContributionStored',
        cooperative,
        actorRole: 'MEMBER',
        subject: member.memberId,
        actor: member.did,
        values: { contribution: row.id, dataset, memberId: member.memberId, cid, recordCount },
      });
      return { id: row.id };
    });
    return tx.manager.findOneByOrFail(ContributionRow, { cooperativeId: cooperative, id });
  });
}

/** A ciphertext stands once, in one member's name, even after it was withdrawn: its blob may be on its way out. */
async function requireNew(tx: Tx, cooperative: string, cid: string): Promise<void> {
  // Two at once with one ciphertext go one after the other, in whichever dataset.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${cooperative}\n${cid}`]);
  if (!(await tx.manager.existsBy(ContributionRow, { cooperativeId: cooperative, cid }))) return;
  throw ERRORS.CONTRIBUTION_EXISTS.raise('This ciphertext was contributed before.', { cid });
}

async function rowsOf(tx: Tx, cooperative: string, dataset: string, member: string): Promise<number> {
  const [row] = await tx.query<{ present: number }>(
    `select coalesce(sum(record_count), 0)::int as present from contribution
     where cooperative_id = $1 and dataset_id = $2 and member_id = $3 and sealed_key is not null`,
    [cooperative, dataset, member],
  );
  return row!.present;
}

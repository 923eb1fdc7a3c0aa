import { ContributionStored } from '../../kit/contracts/entries/data.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { requireCiphertext, requireSealedKey } from '../domain/ciphertext.js';
import { requireRows } from '../domain/contribution.js';
import type { Contribution } from '../domain/contribution.js';
import { ERRORS } from '../domain/errors.js';
import {
  findContribution,
  insertContribution,
  isCiphertextKnown,
  liveRowCount,
  queueCiphertext,
} from '../store/contributionStore.js';
import type { DataPorts } from './ports.js';
import { lockDataset, recount } from './requireDataset.js';

export interface Contribute {
  readonly datasetId: string;
  /** Padded base64. */
  readonly ciphertext: string;
  readonly cid: string;
  /** Unpadded base64url. */
  readonly sealedKey: string;
  readonly recordCount: number;
  readonly idempotencyKey: string;
}

type Ports = Pick<DataPorts, 'store' | 'blobs'>;

/**
 * Stores a member's encrypted records in a dataset. The bytes are on stable storage before the change commits.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is an admitted member; CIPHERTEXT_MALFORMED,
 *   CONTRIBUTION_TOO_LARGE, CID_MISMATCH, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, CONTRIBUTION_EXISTS,
 *   CONTRIBUTION_ROWS_EXCEEDED, in this order.
 */
export function contribute({ store, blobs }: Ports) {
  return async (viewer: Viewer, input: Contribute): Promise<Contribution> => {
    const cooperativeId = await store.home(requireId('dst', input.datasetId));
    const member = await viewer.requireMember(cooperativeId);
    const bytes = requireCiphertext(input.ciphertext, input.cid);
    requireSealedKey(input.sealedKey);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { datasetId: dataset, cid, recordCount, idempotencyKey: key, sealedKey } = input;
      const asked = { dataset, cid, recordCount, sealedKey };
      const operation = { actor: member.did, operation: 'contribute', key, input: asked };
      const { id } = await idempotent(tx, operation, async () => {
        await requireRoom(tx, member, input);
        const contribution = newContribution(input, bytes.length, member, tx.now);
        await insertContribution(tx, contribution);
        await blobs.put(cooperativeId, cid, bytes);
        await recount(tx, cooperativeId, dataset);
        tx.append(ContributionStored, {
          cooperative: cooperativeId,
          actorRole: 'MEMBER',
          subject: member.memberId,
          actor: member.did,
          private: { contribution: contribution.id, dataset, memberId: member.memberId, cid, recordCount },
        });
        return { id: contribution.id };
      });
      return (await findContribution(tx, cooperativeId, id))!;
    });
  };
}

/** A ciphertext stands once, in one member's name, even after it was withdrawn: its blob may be on its way out. */
async function requireRoom(
  tx: Tx,
  member: Standing,
  { datasetId, cid, recordCount }: Contribute,
): Promise<void> {
  const { cooperativeId } = member;
  const { rowsPerMemberMax } = await lockDataset(tx, cooperativeId, datasetId);
  await queueCiphertext(tx, cooperativeId, cid);
  if (await isCiphertextKnown(tx, cooperativeId, cid)) {
    throw ERRORS.CONTRIBUTION_EXISTS.raise('This ciphertext was contributed before.', { cid });
  }
  requireRows(recordCount, await liveRowCount(tx, member, datasetId), rowsPerMemberMax);
}

function newContribution(
  { datasetId, cid, sealedKey, recordCount }: Contribute,
  ciphertextBytes: number,
  { cooperativeId, memberId }: Standing,
  now: Date,
): Contribution {
  return {
    ...{ cooperativeId, id: newId('ctb'), datasetId, memberId, cid, sealedKey, recordCount, ciphertextBytes },
    contributedAt: now,
    withdrawnAt: null,
    erasedAt: null,
  };
}

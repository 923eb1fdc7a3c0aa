import type { Tx } from '../../kit/store/tx.js';
import type { Holder } from '../domain/holder.js';
import { forgetVerifications } from './verificationStore.js';

/** Takes out of every row what tells of a member. What stays says that something happened, and not to whom. */
export async function forgetMember(tx: Tx, { cooperativeId, memberId }: Holder): Promise<void> {
  await tx.query(
    `update consent set erased_at = $3, receipt = null
     where cooperative_id = $1 and member_id = $2 and erased_at is null`,
    [cooperativeId, memberId, tx.now],
  );
  await tx.query(
    'update contribution set erased_at = $3 where cooperative_id = $1 and member_id = $2 and erased_at is null',
    [cooperativeId, memberId, tx.now],
  );
  await forgetVerifications(tx, { cooperativeId, memberId });
  await tx.query('update access_record set member_id = null where cooperative_id = $1 and member_id = $2', [
    cooperativeId,
    memberId,
  ]);
}

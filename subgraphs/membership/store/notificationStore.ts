import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Notice, Notification } from '../domain/notification.js';
import type { Keyset } from './keyset.js';
import { NotificationRow, toNotification } from './notificationRow.js';

/** Rows in one insert: their parameters stay far below the protocol's 65,535. */
const INSERT_MAX = 1_000;

/** Writes a notice to each recipient, in the co-op of the transaction, but to nobody who has left it and was erased. */
export async function notify(
  tx: Tx,
  cooperativeId: string,
  notices: readonly { recipientDid: string; notice: Notice }[],
): Promise<void> {
  const forgotten = await forgottenAmong(
    tx,
    cooperativeId,
    notices.map(({ recipientDid }) => recipientDid),
  );
  const known = notices.filter(({ recipientDid }) => !forgotten.has(recipientDid));
  const rows = known.map(({ recipientDid, notice }) => ({
    ...notice,
    id: newId('ntf'),
    cooperativeId,
    recipientDid,
    createdAt: tx.now,
    readAt: null,
  }));
  for (let from = 0; from < rows.length; from += INSERT_MAX) {
    await tx.manager.insert(NotificationRow, rows.slice(from, from + INSERT_MAX));
  }
}

/** Other services' journals are read later than their entries were written: some are about people who are gone. */
async function forgottenAmong(tx: Tx, cooperativeId: string, dids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ did: string }>(
    `select did from member
     where cooperative_id = $1 and did = any($2) and standing = 'EXITED' and erased_at is not null`,
    [cooperativeId, dids],
  );
  return new Set(rows.map(({ did }) => did));
}

/** A page of what a DID was told, newest first, one more than asked for. */
export async function listNotifications(
  tx: Tx,
  did: string,
  { first, after }: Keyset,
): Promise<Notification[]> {
  const query = tx.manager
    .createQueryBuilder(NotificationRow, 'n')
    .where('n.recipientDid = :did', { did })
    .orderBy('n.id', 'DESC')
    .limit(first + 1);
  if (after) query.andWhere('n.id < :after', { after: String(after[0]) });
  return (await query.getMany()).map(toNotification);
}

export async function countUnread(tx: Tx, did: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from notification where recipient_did = $1 and read_at is null',
    [did],
  );
  return row!.count;
}

/** Marks them read, or all of them; those of others, and those that were read before, stay as they are. */
export async function markRead(tx: Tx, did: string, ids: readonly string[] | null): Promise<void> {
  await tx.query(
    `update notification set read_at = $2
     where recipient_did = $1 and read_at is null and ($3::text[] is null or id = any($3))`,
    [did, tx.now, ids],
  );
}

export async function forgetNotifications(tx: Tx, did: string): Promise<void> {
  await tx.manager.delete(NotificationRow, { recipientDid: did });
}

import type { DataPorts } from './ports.js';
import { destroyWraps } from './wraps.js';

const ROUND_MAX = 200;

/**
 * Removes the bytes of contributions that were withdrawn or erased. The file goes first: a crash in between
 * removes it again, which changes nothing. A ciphertext that was once contributed is never taken again, so
 * nobody puts the file back meanwhile.
 */
export async function removeBlobs({ store, blobs }: Pick<DataPorts, 'store' | 'blobs'>): Promise<void> {
  await store.transaction({ reader: 'blobs' }, async (tx) => {
    const due = await tx.query<{ cooperative: string; cid: string }>(
      `select cooperative_id as cooperative, cid from blob_removal
       order by requested_at limit ${ROUND_MAX} for update skip locked`,
    );
    for (const { cooperative, cid } of due) await blobs.remove(cooperative, cid);
    await tx.query(
      `delete from blob_removal b using unnest($1::text[], $2::text[]) as d(cooperative_id, cid)
       where b.cooperative_id = d.cooperative_id and b.cid = d.cid`,
      [due.map(({ cooperative }) => cooperative), due.map(({ cid }) => cid)],
    );
  });
}

/** Destroys the wraps of consents that have expired: what is over needs no key. */
export async function destroyExpiredWraps({ store }: Pick<DataPorts, 'store'>): Promise<void> {
  const expired = await store.transaction({ reader: 'expiry' }, (tx) =>
    tx.query<{ consent: string; cooperative: string }>(
      `select w.consent_id as consent, w.cooperative_id as cooperative from consent_wrap w
       join consent c on c.cooperative_id = w.cooperative_id and c.id = w.consent_id
       where c.expires_at <= $1 order by w.consent_id limit ${ROUND_MAX}`,
      [tx.now],
    ),
  );
  for (const cooperative of new Set(expired.map((one) => one.cooperative))) {
    const consents = expired.filter((one) => one.cooperative === cooperative).map(({ consent }) => consent);
    await store.transaction({ cooperative }, async (tx) => {
      // Locked as a release locks them, and only those that no one else has ended.
      const rows = await tx.query<{ id: string; member_id: string; dataset_id: string }>(
        `select id, member_id, dataset_id from consent
         where cooperative_id = $1 and id = any($2) and withdrawn_at is null and erased_at is null
         order by id for update`,
        [cooperative, consents],
      );
      await destroyWraps(tx, cooperative, consents);
      for (const { id, member_id: memberId, dataset_id: dataset } of rows) {
        tx.append({
          type: 'ConsentExpired',
          cooperative,
          actorRole: 'SERVICE',
          subject: memberId,
          values: { consent: id, memberId, dataset },
        });
      }
    });
  }
}

import type { Tx } from '../store/tx.js';

/**
 * Deletes the private parts of all entries about or by a member. What remains are salted commitments that
 * nobody can open, so every old proof still verifies. Remembered answers go too: they say which ballot or
 * consent that DID asked for.
 *
 * @param did - the member's DID in that co-op, for entries that they acted in.
 */
export async function erasePrivateParts(tx: Tx, memberId: string, did: string): Promise<void> {
  await tx.query(
    `update journal_entry set private_part = null, subject = null, actor = null
     where subject = $1 or actor = $2`,
    [memberId, did],
  );
  await tx.query('delete from idempotency_record where actor = $1', [did]);
}

/**
 * Deletes the private parts of entries about something else than a person, such as a proposal, once everybody who
 * needed them has read them: what names many people would outlast the erasure of each.
 */
export async function eraseWhatServed(tx: Tx, subject: string): Promise<void> {
  await tx.query(
    'update journal_entry set private_part = null, subject = null, actor = null where subject = $1',
    [subject],
  );
}

import { In, IsNull, LessThan } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Consent } from '../domain/consent.js';
import type { Holder } from '../domain/holder.js';
import { ConsentRow, fromConsent, toConsent } from './consentRow.js';

export async function insertConsent(tx: Tx, consent: Consent): Promise<void> {
  await tx.manager.insert(ConsentRow, fromConsent(consent));
  await tx.register(consent.id, consent.cooperativeId);
}

/** Puts grants with one id, and those of one member for one dataset, in a line: the second sees what the first did. */
export async function queueGrants(tx: Tx, id: string, memberId: string, datasetId: string): Promise<void> {
  for (const name of [id, `${memberId}\n${datasetId}`].sort()) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }
}

/** Whether anything of any co-op goes by this id. */
export async function isIdTaken(tx: Tx, id: string): Promise<boolean> {
  const taken = await tx.query('select 1 from entity_home where entity_id = $1', [id]);
  return taken.length > 0;
}

/** How many consents of a member for a dataset are in force. One whose wrap was set aside never will be. */
export async function liveConsentCount(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  datasetId: string,
): Promise<number> {
  const [row] = await tx.query<{ live: number }>(
    `select count(*)::int as live from consent
     where cooperative_id = $1 and dataset_id = $2 and member_id = $3 and withdrawn_at is null
       and erased_at is null and wrap_set_aside_at is null and (expires_at is null or expires_at > $4)`,
    [cooperativeId, datasetId, memberId, tx.now],
  );
  return row!.live;
}

/** The consent, locked to the end of the transaction as the release of a result locks it. */
export async function holdConsent(tx: Tx, cooperativeId: string, id: string): Promise<Consent | null> {
  const row = await tx.manager.findOne(ConsentRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write' },
  });
  return row && toConsent(row);
}

/** What a member consented to and has not taken back, expired or not; locked, in the order in which releases lock. */
export async function holdStandingConsents(tx: Tx, { cooperativeId, memberId }: Holder): Promise<Consent[]> {
  const rows = await tx.manager.find(ConsentRow, {
    where: { cooperativeId, memberId, withdrawnAt: IsNull(), erasedAt: IsNull() },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return rows.map(toConsent);
}

/** Those of these consents that nobody has ended yet, locked as a release locks them. */
export async function holdConsents(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<Consent[]> {
  const rows = await tx.manager.find(ConsentRow, {
    where: { cooperativeId, id: In(ids), withdrawnAt: IsNull(), erasedAt: IsNull() },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return rows.map(toConsent);
}

/** Keeps that a consent was withdrawn, with the receipt that says so. */
export async function saveWithdrawal(tx: Tx, consent: Consent): Promise<void> {
  await tx.query('update consent set withdrawn_at = $3, receipt = $4 where cooperative_id = $1 and id = $2', [
    consent.cooperativeId,
    consent.id,
    consent.withdrawnAt,
    JSON.stringify(consent.receipt),
  ]);
}

/** Those of these consents that are this member's. */
export async function consentsById(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  ids: readonly string[],
): Promise<Consent[]> {
  return (await tx.manager.findBy(ConsentRow, { cooperativeId, memberId, id: In(ids) })).map(toConsent);
}

/** By id downwards. Wallets choose the ids, so this is an order and says nothing of age. @param before - only lower ids. */
export async function consentsOf(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  before: string | null,
  limit: number,
): Promise<Consent[]> {
  const where = { cooperativeId, memberId, ...(before !== null && { id: LessThan(before) }) };
  return (await tx.manager.find(ConsentRow, { where, order: { id: 'DESC' }, take: limit })).map(toConsent);
}

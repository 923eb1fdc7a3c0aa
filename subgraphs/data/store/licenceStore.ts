import { In, LessThan, Not } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import { DECISION_GRACE_MS } from '../domain/licence.js';
import type { Licence, NegotiationStep, PendingDecision } from '../domain/licence.js';
import { OPEN_STATES } from '../domain/licenceState.js';
import type { NegotiationState } from '../domain/licenceState.js';
import { LicenceRow, fromLicence, toLicence } from './licenceRow.js';
import { NegotiationStepRow, toNegotiationStep } from './negotiationStepRow.js';

export async function insertLicence(tx: Tx, licence: Licence): Promise<void> {
  await tx.manager.insert(LicenceRow, fromLicence(licence));
  await tx.register(licence.id, licence.cooperativeId);
}

/** What a buyer asks for: equal ones that are open at once are one. */
export type Wanted = Pick<Licence, 'cooperativeId' | 'buyerId' | 'datasetId' | 'purpose'>;

/**
 * The id of the first open negotiation of that buyer for that dataset and purpose, or null; until the transaction ends
 * nobody else looks for it, so that two requests at once cannot both find none.
 */
export async function holdRequest(tx: Tx, wanted: Wanted): Promise<string | null> {
  const { cooperativeId, buyerId, datasetId, purpose } = wanted;
  const name = ['requestLicence', buyerId, datasetId, purpose].join('\n');
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  const where = { cooperativeId, buyerId, datasetId, purpose, state: In([...OPEN_STATES]) };
  const row = await tx.manager.findOne(LicenceRow, { select: { id: true }, where, order: { id: 'ASC' } });
  return row?.id ?? null;
}

/** Writes what has become of a licence. */
export async function saveLicence(tx: Tx, licence: Licence): Promise<void> {
  const { cooperativeId, id, ...changed } = fromLicence(licence);
  await tx.manager.update(LicenceRow, { cooperativeId, id }, changed);
}

export async function insertStep(tx: Tx, step: NegotiationStep): Promise<void> {
  await tx.manager.insert(NegotiationStepRow, step);
}

/** The licence, locked to the end of the transaction. */
export async function holdLicence(tx: Tx, cooperativeId: string, id: string): Promise<Licence | null> {
  const row = await tx.manager.findOne(LicenceRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write' },
  });
  return row && toLicence(row);
}

export async function licencesById(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<Licence[]> {
  return (await tx.manager.findBy(LicenceRow, { cooperativeId, id: In(ids) })).map(toLicence);
}

/** Whose licences: a buyer's in all co-ops, or a co-op's with all buyers. */
export type LicencesOf = { readonly buyerId: string } | { readonly cooperativeId: string };

/** Newest first. @param before - an id; only older ones. */
export async function licencesOf(
  tx: Tx,
  of: LicencesOf,
  state: NegotiationState | null,
  before: string | null,
  limit: number,
): Promise<Licence[]> {
  const where = { ...of, ...(state && { state }), ...(before !== null && { id: LessThan(before) }) };
  return (await tx.manager.find(LicenceRow, { where, order: { id: 'DESC' }, take: limit })).map(toLicence);
}

/** The steps of negotiations, oldest first. */
export async function stepsOf(
  tx: Tx,
  cooperativeId: string,
  licenceIds: readonly string[],
): Promise<NegotiationStep[]> {
  const where = { cooperativeId, licenceId: In(licenceIds) };
  return (await tx.manager.find(NegotiationStepRow, { where, order: { id: 'ASC' } })).map(toNegotiationStep);
}

/** The purposes of a co-op's licences that are not over: not TERMINATED, and their term has not ended. */
export async function livingPurposes(tx: Tx, cooperativeId: string): Promise<string[]> {
  const found = await tx.query<{ purpose: string }>(
    `select distinct purpose from licence
     where cooperative_id = $1 and state <> 'TERMINATED' and (valid_until is null or valid_until > $2)
     order by purpose`,
    [cooperativeId, tx.now],
  );
  return found.map(({ purpose }) => purpose);
}

/** Those with that purpose, locked to the end of the transaction. */
export async function holdLiving(tx: Tx, cooperativeId: string, purpose: string): Promise<Licence[]> {
  const rows = await tx.manager.find(LicenceRow, {
    where: { cooperativeId, purpose, state: Not('TERMINATED') },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return rows.map(toLicence).filter(({ validUntil }) => validUntil === null || validUntil > tx.now);
}

/** Those whose notice has run out; in a transaction of the reader `notices`. */
export function noticedLicences(tx: Tx, limit: number): Promise<DueLicence[]> {
  return tx.query<DueLicence>(
    `select id, cooperative_id as "cooperativeId" from licence where notice_until <= $1 order by id limit $2`,
    [tx.now, limit],
  );
}

/** The offer that a negotiation began with: one that was published then. */
export async function firstOfferId(tx: Tx, cooperativeId: string, licenceId: string): Promise<string> {
  const where = { cooperativeId, licenceId };
  return (await tx.manager.findOneOrFail(NegotiationStepRow, { where, order: { id: 'ASC' } })).offerId;
}

/** A licence for which something is due. */
export interface DueLicence {
  readonly cooperativeId: string;
  readonly id: string;
}

/** Those whose members have decided, which is still to be proven; in a transaction of the reader `decisions`. */
export function decidedLicences(
  tx: Tx,
  limit: number,
): Promise<(DueLicence & { decision: PendingDecision })[]> {
  return tx.query<DueLicence & { decision: PendingDecision }>(
    `select id, cooperative_id as "cooperativeId", decision from licence
     where state = 'ACCEPTED' and decision is not null order by id limit $1`,
    [limit],
  );
}

/** Those that nobody decided in time, not even by a decision that was under way; likewise. */
export function lapsedLicences(tx: Tx, limit: number): Promise<DueLicence[]> {
  return tx.query<DueLicence>(
    `select id, cooperative_id as "cooperativeId" from licence
     where state = 'ACCEPTED' and decision is null and decide_by + make_interval(secs => $1) <= $2
     order by id limit $3`,
    [DECISION_GRACE_MS / 1000, tx.now, limit],
  );
}

import { In, LessThan, Not } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Proposal } from '../domain/proposal.js';
import type { ProposalState } from '../domain/proposalState.js';
import { ProposalRow, fromProposal, toProposal } from './proposalRow.js';

/** SHARE keeps the count away while a ballot is written; UPDATE is held by whoever moves the proposal. */
type Hold = 'SHARE' | 'UPDATE';

export async function insertProposal(tx: Tx, proposal: Proposal): Promise<void> {
  await tx.manager.insert(ProposalRow, fromProposal(proposal));
  await tx.register(proposal.id, proposal.cooperative);
}

/** Writes what has happened to a proposal; what was put to the vote never changes. */
export async function saveProposal(tx: Tx, proposal: Proposal): Promise<void> {
  const { proposer, electorate, opensAt, closesAt, closedAt, outcome, tally, reason } = proposal;
  const { enactableAt, enactedAt, refusedAt, cancelledAt, expiredAt } = proposal;
  const when = { opensAt, closesAt, closedAt, enactableAt, enactedAt, refusedAt, cancelledAt, expiredAt };
  await tx.manager.update(
    ProposalRow,
    { cooperativeId: proposal.cooperative, id: proposal.id },
    { ...when, proposerId: proposer, electorate, outcome, tally, reason },
  );
}

/** The proposal, locked to the end of the transaction and read after the lock was granted. */
export async function holdProposal(
  tx: Tx,
  cooperativeId: string,
  id: string,
  hold: Hold,
): Promise<Proposal | null> {
  const lock = hold === 'SHARE' ? ('pessimistic_read' as const) : ('pessimistic_write' as const);
  const row = await tx.manager.findOne(ProposalRow, { where: { cooperativeId, id }, lock: { mode: lock } });
  return row ? toProposal(row) : null;
}

/** The same without waiting: null also when another worker, or a ballot being written, holds it. */
export async function claimProposal(tx: Tx, cooperativeId: string, id: string): Promise<Proposal | null> {
  const row = await tx.manager.findOne(ProposalRow, {
    where: { cooperativeId, id },
    lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
  });
  return row ? toProposal(row) : null;
}

/** How many proposals of this member are still to be decided. */
export async function undecidedCount(tx: Tx, cooperativeId: string, proposerId: string): Promise<number> {
  const where = [
    { cooperativeId, proposerId, state: 'OPENING' as const },
    { cooperativeId, proposerId, state: 'OPEN' as const },
  ];
  return tx.manager.countBy(ProposalRow, where);
}

/** The last appeal that this member brought before the members and did not take back. */
export async function lastAppeal(
  tx: Tx,
  cooperativeId: string,
  proposerId: string,
): Promise<Proposal | null> {
  const row = await tx.manager.findOne(ProposalRow, {
    where: { cooperativeId, proposerId, kind: 'REINSTATEMENT', state: Not('CANCELLED') },
    order: { id: 'DESC' },
  });
  return row && toProposal(row);
}

/** The undecided or not yet enacted proposal about that licence, locked. */
export async function holdLicenceProposal(
  tx: Tx,
  cooperativeId: string,
  licence: string,
): Promise<Proposal | null> {
  const [found] = await tx.query<{ id: string }>(
    `select id from proposal where cooperative_id = $1 and kind = 'LICENCE' and effect ->> 'licence' = $2
       and state in ('OPENING', 'OPEN', 'QUEUED') order by id desc limit 1`,
    [cooperativeId, licence],
  );
  return found ? holdProposal(tx, cooperativeId, found.id, 'UPDATE') : null;
}

/** The undecided or not yet enacted proposal about that application, locked. */
export async function holdAdmissionProposal(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
): Promise<Proposal | null> {
  const [found] = await tx.query<{ id: string }>(
    `select id from proposal where cooperative_id = $1 and kind = 'ADMISSION' and effect ->> 'member' = $2
       and state in ('OPENING', 'OPEN', 'QUEUED') order by id desc limit 1`,
    [cooperativeId, memberId],
  );
  return found ? holdProposal(tx, cooperativeId, found.id, 'UPDATE') : null;
}

/** Whether the members were asked before to take that decision back; a question that was itself taken back is none. */
export async function wasChallenged(tx: Tx, cooperativeId: string, id: string): Promise<boolean> {
  const found = await tx.query(
    `select 1 from proposal where cooperative_id = $1 and kind = 'CANCELLATION' and effect ->> 'proposal' = $2
       and state <> 'CANCELLED' limit 1`,
    [cooperativeId, id],
  );
  return found.length > 0;
}

/** Whether they are being asked now, or have answered and it is not yet done. */
export async function isChallenged(tx: Tx, cooperativeId: string, id: string): Promise<boolean> {
  const found = await tx.query(
    `select 1 from proposal where cooperative_id = $1 and kind = 'CANCELLATION' and effect ->> 'proposal' = $2
       and state in ('OPENING', 'OPEN', 'QUEUED') limit 1`,
    [cooperativeId, id],
  );
  return found.length > 0;
}

/** A proposal for which the clock has struck. */
export interface DueProposal {
  cooperative: string;
  id: string;
  state: ProposalState;
}

/** Bounded, so that a long outage is worked off in steps; the next tick takes the rest. */
const DUE_MAX = 200;

/**
 * What is due at `now`, over all co-ops, oldest first: voting that has ended, timelocks that have run out, and
 * votes that have not opened in time for their decision. In a transaction of the reader `scheduler`.
 */
export async function dueProposals(tx: Tx, now: Date): Promise<DueProposal[]> {
  return tx.query<DueProposal>(
    `select cooperative_id as cooperative, id, state from proposal
     where (state = 'OPEN' and closes_at <= $1) or (state = 'QUEUED' and enactable_at <= $1)
        or (state = 'OPENING' and decide_by <= $1)
     order by id limit ${DUE_MAX}`,
    [now],
  );
}

export async function proposalsById(tx: Tx, cooperativeId: string, ids: string[]): Promise<Proposal[]> {
  return (await tx.manager.findBy(ProposalRow, { cooperativeId, id: In(ids) })).map(toProposal);
}

/** Newest first. @param before - a proposal id; only older ones. */
export async function proposalsOf(
  tx: Tx,
  cooperativeId: string,
  state: ProposalState | null,
  before: string | null,
  limit: number,
): Promise<Proposal[]> {
  const where = { cooperativeId, ...(state && { state }), ...(before && { id: LessThan(before) }) };
  return (await tx.manager.find(ProposalRow, { where, order: { id: 'DESC' }, take: limit })).map(toProposal);
}

import { newId } from '../../../kit/domain/ids.js';
import type { Store, Tx } from '../../../kit/store/store.js';
import type { AggregateAnswer } from '../../domain/aggregateAnswer.js';
import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import type { ComputeJob } from '../../domain/job.js';
import type { GateCounts } from '../../domain/gates.js';
import { jobValues } from '../../service/jobValues.js';
import { readJobTerms, type JobTerms } from '../../store/jobTermsStore.js';
import { qualityBp, rowsUsed, type MemberLoad } from '../records/memberLoad.js';
import { lockLeased, writeReleased } from './finishJob.js';
import type { Lease } from './lease.js';

export interface Release {
  readonly terms: JobTerms;
  readonly plan: AggregatePlan;
  readonly loads: readonly MemberLoad[];
  readonly answer: AggregateAnswer;
  readonly gates: GateCounts;
}

/**
 * RELEASED; or the members who took something back meanwhile; or INACTIVE, when the licence has ended or its payment gone
 * back meanwhile; or LOST, when the job is another worker's by now.
 */
export type ReleaseOutcome =
  | { readonly kind: 'RELEASED' }
  | { readonly kind: 'WITHDRAWN'; readonly memberIds: ReadonlySet<string> }
  | { readonly kind: 'INACTIVE' }
  | { readonly kind: 'LOST' };

/**
 * Makes an answer known, in one transaction that holds every consent and contribution it rests on. A withdrawal locks
 * the same rows: either it comes first, and the answer is thrown away, or it waits until the answer is out. So nothing
 * is released after a withdrawal was acknowledged.
 */
export function releaseJob(store: Store, lease: Lease, release: Release): Promise<ReleaseOutcome> {
  return store.transaction({ cooperative: lease.cooperativeId }, async (tx) => {
    const job = await lockLeased(tx, lease);
    if (!job) return { kind: 'LOST' };
    const terms = await readJobTerms(tx, job.licenceId);
    if (!terms?.active) return { kind: 'INACTIVE' };
    const memberIds = await withdrawn(tx, release.loads);
    if (memberIds.size > 0) return { kind: 'WITHDRAWN', memberIds };
    await writeReleased(tx, job, release.answer, release.gates);
    await recordAccess(tx, job, release);
    journal(tx, job, release);
    return { kind: 'RELEASED' };
  });
}

/** Rows are locked in the order of their ids, consents first, so that two releases cannot wait for each other. */
async function withdrawn(tx: Tx, loads: readonly MemberLoad[]): Promise<Set<string>> {
  const consents = await tx.query<{ id: string }>(
    `select id from consent where id = any($1) and withdrawn_at is null and erased_at is null
       and (expires_at is null or expires_at > $2) order by id for share`,
    [loads.map(({ consent }) => consent.id), tx.now],
  );
  const contributions = await tx.query<{ id: string }>(
    'select id from contribution where id = any($1) and sealed_key is not null order by id for share',
    [loads.flatMap(({ member }) => member.contributions.map(({ id }) => id))],
  );
  const live = new Set([...consents, ...contributions].map(({ id }) => id));
  const gone = loads.filter(
    ({ member, consent }) => !live.has(consent.id) || member.contributions.some(({ id }) => !live.has(id)),
  );
  return new Set(gone.map(({ member }) => member.memberId));
}

/** What each member finds in their access log. */
async function recordAccess(tx: Tx, job: ComputeJob, { terms, plan, loads }: Release): Promise<void> {
  await tx.query(
    `insert into access_record (cooperative_id, id, member_id, dataset_id, licence_id, job_id, buyer_id, purpose,
       records, at)
     select $1, used.id, used.member_id, $2, $3, $4, $5, $6, used.records, $7
     from unnest($8::text[], $9::text[], $10::integer[]) as used(id, member_id, records)`,
    [
      job.cooperativeId,
      job.datasetId,
      job.licenceId,
      job.id,
      job.buyerId,
      terms.purpose,
      tx.now,
      loads.map(() => newId('acc')),
      loads.map(({ member }) => member.memberId),
      loads.map((load) => rowsUsed(load, plan)),
    ],
  );
}

/**
 * One entry for the job, and one for each member's use: it is about that member alone, who may open it, prove that it
 * stands in the log, and have it erased.
 */
function journal(tx: Tx, job: ComputeJob, { plan, loads }: Release): void {
  const cooperative = job.cooperativeId;
  tx.append({ type: 'ComputeJobReleased', cooperative, actorRole: 'SERVICE', values: jobValues(job) });
  const { id, licenceId: licence, datasetId: dataset } = job;
  for (const load of loads) {
    const { memberId } = load.member;
    const uses = [{ memberId, records: rowsUsed(load, plan), qualityBp: qualityBp(load) }];
    const values = { job: id, licence, dataset, uses };
    tx.append({ type: 'UsageMetered', cooperative, actorRole: 'SERVICE', subject: memberId, values });
  }
}

import { ComputeJobReleased, UsageMetered } from '../../../kit/contracts/entries/data.js';
import { newId } from '../../../kit/domain/ids.js';
import type { Store } from '../../../kit/store/store.js';
import type { Tx } from '../../../kit/store/tx.js';
import type { AccessRecord } from '../../domain/accessRecord.js';
import type { AggregateAnswer } from '../../domain/aggregateAnswer.js';
import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import { released } from '../../domain/job.js';
import type { Job } from '../../domain/job.js';
import type { GateCounts } from '../../domain/gates.js';
import { jobValues } from '../../service/jobValues.js';
import { insertAccessRecords } from '../../store/accessRecordStore.js';
import { shareStanding } from '../../store/eligibleStore.js';
import { holdLeasedJob, saveEnd } from '../../store/jobStore.js';
import { readJobTerms, type JobTerms } from '../../store/jobTermsStore.js';
import { qualityBp, rowsUsed, type MemberLoad } from '../records/memberLoad.js';
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
    const job = await holdLeasedJob(tx, lease.jobId, lease.holder);
    if (!job) return { kind: 'LOST' };
    const terms = await readJobTerms(tx, job.licenceId);
    if (!terms?.active) return { kind: 'INACTIVE' };
    const memberIds = await withdrawn(tx, release.loads);
    if (memberIds.size > 0) return { kind: 'WITHDRAWN', memberIds };
    await saveEnd(tx, released(job, release.answer, release.gates, tx.now));
    await insertAccessRecords(tx, accessRecords(job, release, tx.now));
    journal(tx, job, release);
    return { kind: 'RELEASED' };
  });
}

/** The members who took something back that the answer rests on. What the others gave is held until the answer is out. */
async function withdrawn(tx: Tx, loads: readonly MemberLoad[]): Promise<Set<string>> {
  const standing = await shareStanding(
    tx,
    loads.map(({ consent }) => consent.id),
    loads.flatMap(({ member }) => member.contributions.map(({ id }) => id)),
  );
  const gone = loads.filter(
    ({ member, consent }) =>
      !standing.has(consent.id) || member.contributions.some(({ id }) => !standing.has(id)),
  );
  return new Set(gone.map(({ member }) => member.memberId));
}

/** What each member finds in their access log. */
function accessRecords(job: Job, { terms, plan, loads }: Release, at: Date): AccessRecord[] {
  const { cooperativeId, id: jobId, datasetId, licenceId, buyerId } = job;
  return loads.map((load) => ({
    ...{ cooperativeId, id: newId('acc'), datasetId, licenceId, jobId, buyerId, at },
    memberId: load.member.memberId,
    purpose: terms.purpose,
    records: rowsUsed(load, plan),
  }));
}

/**
 * One entry for the job, and one for each member's use: it is about that member alone, who may open it, prove that it
 * stands in the log, and have it erased.
 */
function journal(tx: Tx, job: Job, { plan, loads }: Release): void {
  const cooperative = job.cooperativeId;
  tx.append(ComputeJobReleased, { cooperative, actorRole: 'SERVICE', private: jobValues(job) });
  const { id, licenceId: licence, datasetId: dataset } = job;
  for (const load of loads) {
    const { memberId } = load.member;
    const uses = [{ memberId, records: rowsUsed(load, plan), qualityBp: qualityBp(load) }];
    tx.append(UsageMetered, {
      cooperative,
      actorRole: 'SERVICE',
      subject: memberId,
      private: { job: id, licence, dataset, uses },
    });
  }
}

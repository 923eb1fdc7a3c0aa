import assert from 'node:assert/strict';
import type { Store } from '../../../kit/store/store.js';
import { DomainError } from '../../../kit/errors/define.js';
import { answer, type ExactRow } from '../../domain/aggregateAnswer.js';
import { planAggregate, type AggregatePlan } from '../../domain/aggregatePlan.js';
import type { JobEnd, JobRefusal } from '../../domain/job.js';
import { passGates, type GateCounts } from '../../domain/gates.js';
import { resolveJobSpec, type JobSpec } from '../../domain/jobSpec.js';
import type { RandomBytes } from '../../domain/noise.js';
import { categoriesRead } from '../../service/planJob.js';
import { holdLeasedJob, jobsById } from '../../store/jobStore.js';
import { readEligible, type EligibleMember } from '../../store/eligibleStore.js';
import { readJobTerms, type JobTerms } from '../../store/jobTermsStore.js';
import { AggregateStopped, type MemberRows } from '../../adapters/engine/aggregateInProcess.js';
import type { RecordPorts } from '../records/loadMember.js';
import { rowsUsed, type AdmittedMember, type MemberLoad } from '../records/memberLoad.js';
import { finishJob } from './finishJob.js';
import type { Lease } from './lease.js';
import { loadMembers } from './loadMembers.js';
import { releaseJob } from './releaseJob.js';

export interface JobPorts extends RecordPorts {
  readonly store: Store;
  readonly random: RandomBytes;
  /** Answers a plan's statement, apart from this process. */
  aggregate(plan: AggregatePlan, members: Iterable<MemberRows>): Promise<ExactRow[]>;
  readonly limits: JobRunLimits;
}

export interface JobRunLimits {
  /** Rows of all members that one job may hold in memory. */
  readonly rowsMax: number;
  /** Bytes of ciphertext that one job may open. */
  readonly bytesMax: number;
}

/** A withdrawal between reading and release throws the answer away; after so many in a row the job ends. */
const RELEASE_ATTEMPTS_MAX = 5;

/** A job ends here: REFUSED by a gate before anything was computed, or FAILED on the way. */
class JobEnded extends Error implements JobEnd {
  override readonly name = 'JobEnded';

  constructor(
    readonly state: 'REFUSED' | 'FAILED',
    readonly refusal: JobRefusal,
    readonly gates: GateCounts | null = null,
  ) {
    super(refusal);
  }
}

/** Runs a leased job to its end, and leaves nothing of it in memory. */
export async function runJob(ports: JobPorts, lease: Lease): Promise<void> {
  try {
    await compute(ports, lease);
  } catch (error) {
    const end = endOf(error);
    if (!end) throw error;
    await endJob(ports.store, lease, end);
  }
}

/** For a job whose workers died one after the other. */
export async function giveUp(store: Store, lease: Lease): Promise<void> {
  await endJob(store, lease, new JobEnded('FAILED', 'ATTEMPTS_EXHAUSTED'));
}

async function compute(ports: JobPorts, lease: Lease): Promise<void> {
  const { terms, plan, members } = await prepare(ports.store, lease);
  const categories = categoriesRead(plan, terms.dataset.columns);
  const { admitted, counts } = passGates(members, terms, { ...terms, categories });
  const none = { ...counts, unreadable: 0, invalid: 0, used: 0, members: 0 };
  if (!terms.active) throw new JobEnded('REFUSED', 'LICENCE_NOT_ACTIVE', none);
  if (admitted.length < terms.privacy.cohortMinimum) throw new JobEnded('REFUSED', 'COHORT_TOO_SMALL', none);
  const loads = await loadAll(ports, lease, { plan, terms }, admitted as readonly AdmittedMember[]);
  try {
    await computeOver(ports, lease, { terms, plan, loads, counts });
  } finally {
    for (const { values } of loads) values.fill(0n);
  }
}

async function prepare(store: Store, lease: Lease) {
  return store.transaction({ cooperative: lease.cooperativeId }, async (tx) => {
    const [job] = await jobsById(tx, [lease.jobId]);
    assert(job, `${lease.jobId} was leased and is not there`);
    const terms = await readJobTerms(tx, job.licenceId);
    assert(terms, `${lease.jobId} stands under a licence that is not there`);
    const spec: JobSpec = resolveJobSpec(job.spec, terms.dataset);
    const members: EligibleMember[] = await readEligible(tx, job.datasetId);
    return { terms, plan: planAggregate(spec), members };
  });
}

function loadAll(
  ports: JobPorts,
  lease: Lease,
  job: { plan: AggregatePlan; terms: JobTerms },
  admitted: readonly AdmittedMember[],
): Promise<MemberLoad[]> {
  const { rowsMax, bytesMax } = ports.limits;
  const bytes = admitted
    .flatMap(({ member }) => member.contributions)
    .reduce((sum, one) => sum + one.ciphertextBytes, 0);
  if (bytes > bytesMax) throw new JobEnded('FAILED', 'ROWS_LIMIT_EXCEEDED');
  return loadMembers(ports, lease, job, admitted, (rows) => {
    if (rows > rowsMax) throw new JobEnded('FAILED', 'ROWS_LIMIT_EXCEEDED');
  });
}

interface Loaded {
  readonly terms: JobTerms;
  readonly plan: AggregatePlan;
  readonly loads: readonly MemberLoad[];
  readonly counts: Pick<
    GateCounts,
    'records' | 'stoppedByConsent' | 'stoppedByDecision' | 'stoppedByPurpose'
  >;
}

async function computeOver(
  ports: JobPorts,
  lease: Lease,
  { terms, plan, loads, counts }: Loaded,
): Promise<void> {
  let current = loads;
  for (let attempt = 0; attempt < RELEASE_ATTEMPTS_MAX; attempt += 1) {
    const gates = gateCounts(counts, current, plan);
    if (current.length < terms.privacy.cohortMinimum)
      throw new JobEnded('REFUSED', 'COHORT_TOO_SMALL', gates);
    const rows = current.map(({ values }, member) => ({ member, values }));
    const exact = await ports.aggregate(plan, rows);
    const noisy = answer(plan, exact, ports.random);
    const outcome = await releaseJob(ports.store, lease, {
      terms,
      plan,
      loads: current,
      answer: noisy,
      gates,
    });
    if (outcome.kind === 'INACTIVE') throw new JobEnded('REFUSED', 'LICENCE_NOT_ACTIVE', gates);
    if (outcome.kind !== 'WITHDRAWN') return;
    current = current.filter(({ member }) => !outcome.memberIds.has(member.memberId));
  }
  throw new JobEnded('FAILED', 'CONSENTS_UNSTABLE');
}

/** What did not open, or was taken back meanwhile, is what is missing from all that the gates let through. */
function gateCounts(counts: Loaded['counts'], loads: readonly MemberLoad[], plan: AggregatePlan): GateCounts {
  const declared = loads.reduce((sum, { member }) => sum + member.records, 0);
  const stopped = counts.stoppedByConsent + counts.stoppedByDecision + counts.stoppedByPurpose;
  return {
    ...counts,
    unreadable: counts.records - stopped - declared,
    invalid: loads.reduce((sum, { otherRows }) => sum + otherRows, 0),
    used: loads.reduce((sum, load) => sum + rowsUsed(load, plan), 0),
    members: loads.length,
  };
}

function endOf(error: unknown): JobEnded | null {
  if (error instanceof JobEnded) return error;
  // The dataset's schema cannot change under a job, so only a mistake of ours leads here; the buyer should not pay.
  if (error instanceof DomainError && error.code === 'JOB_SPEC_INVALID')
    return new JobEnded('REFUSED', 'JOB_SPEC_INVALID');
  if (error instanceof AggregateStopped && error.code !== 'ENGINE_STOPPED')
    return new JobEnded('FAILED', error.code);
  return null;
}

async function endJob(store: Store, lease: Lease, end: JobEnded): Promise<void> {
  await store.transaction({ cooperative: lease.cooperativeId }, async (tx) => {
    const job = await holdLeasedJob(tx, lease.jobId, lease.holder);
    if (job) await finishJob(tx, job, end);
  });
}

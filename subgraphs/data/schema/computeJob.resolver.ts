import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { cancelComputeJob } from '../service/cancelComputeJob.js';
import { jobsByIds, pageOfJobs } from '../service/readJobs.js';
import type { JobsOf } from '../service/readJobs.js';
import { estimateJob } from '../service/estimateJob.js';
import { queuePositions } from '../service/jobQueue.js';
import { idKey } from '../service/memberRecords.js';
import { submitComputeJob } from '../service/submitComputeJob.js';
import { CancelComputeJobInput, EstimateJobInput, SubmitComputeJobInput } from './computeJob.input.js';
import { ComputeJobConnection, ComputeJobType, toComputeJobType } from './computeJob.type.js';
import type { Context } from './context.js';
import { findComputeJob } from './computeJob.reference.js';
import { JobEstimateType, toJobEstimateType } from './jobEstimate.type.js';
import { LicenceType } from './licence.type.js';
import { findLicence } from './references.js';
import { OrganizationType } from './stubs.type.js';

@Resolver(() => ComputeJobType)
export class ComputeJobResolver {
  @Query(() => ComputeJobType, {
    nullable: true,
    description: 'One job; null to all but its buyer, stewards and auditors.',
  })
  @Access('public')
  computeJob(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ComputeJobType | null> {
    return findComputeJob(requireId('job', id), context);
  }

  @Query(() => JobEstimateType, {
    description: 'What a job would cost in money and privacy, before it is submitted. The buyer.',
  })
  @Access('signedIn')
  async estimateJob(
    @Arg('input', () => EstimateJobInput) { licence, spec }: EstimateJobInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<JobEstimateType> {
    const buyer = await viewer.requireOrganization();
    const request = { buyerId: buyer.id, licenceId: requireId('lic', licence), spec };
    return toJobEstimateType(await estimateJob(services.store, request));
  }

  @Mutation(() => ComputeJobType, {
    description: 'Queues a job and debits its epsilon. The licence’s buyer.',
  })
  @Access('signedIn')
  async submitComputeJob(
    @Arg('input', () => SubmitComputeJobInput) { licence, spec, idempotencyKey }: SubmitComputeJobInput,
    @Ctx() context: Context,
  ): Promise<ComputeJobType> {
    const { services, viewer } = context;
    const buyer = await viewer.requireOrganization();
    const licenceId = requireId('lic', licence);
    const command = { actor: buyer.did, buyerId: buyer.id, licenceId, spec, idempotencyKey };
    return changedJob(await submitComputeJob(services.store, command), context);
  }

  @Mutation(() => ComputeJobType, {
    description: 'Takes a queued job back, and its epsilon with it. Its buyer.',
  })
  @Access('signedIn')
  async cancelComputeJob(
    @Arg('input', () => CancelComputeJobInput) { job }: CancelComputeJobInput,
    @Ctx() context: Context,
  ): Promise<ComputeJobType> {
    const { services, viewer } = context;
    const buyer = await viewer.requireOrganization();
    const jobId = requireId('job', job);
    await cancelComputeJob(services.store, { actor: buyer.did, buyerId: buyer.id, jobId });
    return changedJob(jobId, context);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Its place among all jobs that wait for a worker: 1 is next. Co-ops take turns, and in a co-op its buyers do, so ' +
      'it may grow when somebody who had no turn for longer submits a job. Null once a worker has taken it.',
  })
  @Access('buyerOrStewards')
  async queuePosition(
    @Root() { id, state }: ComputeJobType,
    @Ctx() { loader, services }: Context,
  ): Promise<number | null> {
    if (state !== 'QUEUED') return null;
    const load = loader<string, number | null>('queue position', (ids) =>
      queuePositions(services.store, ids),
    );
    return load.load(id);
  }

  @FieldResolver(() => LicenceType, { description: 'The licence that it ran under.' })
  @Access('buyerOrStewards')
  licence(@Root() { licenceId }: ComputeJobType, @Ctx() context: Context): Promise<LicenceType | null> {
    return findLicence(licenceId, context);
  }
}

@Resolver(() => LicenceType)
export class LicenceJobsResolver {
  @FieldResolver(() => ComputeJobConnection, { nullable: true, description: 'Jobs under it, newest first.' })
  @Access('buyerOrStewards')
  jobs(
    @Root() { id, cooperativeId }: LicenceType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ComputeJobType>> {
    return findJobs(context, { licence: id, cooperative: cooperativeId }, args);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationJobsResolver {
  @FieldResolver(() => ComputeJobConnection, {
    nullable: true,
    description: 'Its jobs in all co-ops, newest first; itself alone.',
  })
  @Access('buyer')
  jobs(
    @Root() { buyerId }: OrganizationType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ComputeJobType>> {
    return findJobs(context, { organization: buyerId }, args);
  }
}

/** Read after it was changed, so past what the request may have loaded before. */
async function changedJob(id: string, { services }: Context): Promise<ComputeJobType> {
  const [job] = await jobsByIds(services, [id]);
  if (!job) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  return toComputeJobType(job);
}

async function findJobs({ services }: Context, of: JobsOf, args: PageArgs): Promise<Page<ComputeJobType>> {
  const page = readPage(args, 1);
  return toPage(await pageOfJobs(services, of, page), page, idKey, toComputeJobType);
}

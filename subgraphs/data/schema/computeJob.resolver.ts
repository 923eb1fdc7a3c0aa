import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireId } from '../../kit/domain/ids.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { CancelComputeJobInput, EstimateJobInput, SubmitComputeJobInput } from './computeJob.input.js';
import { ComputeJobConnection, ComputeJobType, toComputeJobType } from './computeJob.type.js';
import { loadQueuePosition } from './context.js';
import type { Context } from './context.js';
import { findComputeJob, findJobs } from './computeJob.reference.js';
import { JobEstimateType, toJobEstimateType } from './jobEstimate.type.js';
import { LicenceType } from './licence.type.js';
import { findLicence } from './licence.reference.js';

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
    return toJobEstimateType(await services.estimateJob(viewer, { licenceId: licence, spec }));
  }

  @Mutation(() => ComputeJobType, {
    description: 'Queues a job and debits its epsilon. The licence’s buyer.',
  })
  @Access('signedIn')
  async submitComputeJob(
    @Arg('input', () => SubmitComputeJobInput) { licence, spec, idempotencyKey }: SubmitComputeJobInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ComputeJobType> {
    const asked = { licenceId: licence, spec, idempotencyKey };
    return toComputeJobType(await services.submitComputeJob(viewer, asked));
  }

  @Mutation(() => ComputeJobType, {
    description: 'Takes a queued job back, and its epsilon with it. Its buyer.',
  })
  @Access('signedIn')
  async cancelComputeJob(
    @Arg('input', () => CancelComputeJobInput) { job }: CancelComputeJobInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ComputeJobType> {
    return toComputeJobType(await services.cancelComputeJob(viewer, job));
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
    @Ctx() context: Context,
  ): Promise<number | null> {
    return state === 'QUEUED' ? loadQueuePosition(context, id) : null;
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
    return findJobs(context, { licenceId: id, cooperativeId }, args);
  }
}

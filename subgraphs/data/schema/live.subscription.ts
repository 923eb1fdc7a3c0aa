import { Arg, Ctx, ID, Resolver, Subscription } from 'type-graphql';
import type * as entries from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { LiveTopicsOf } from '../../kit/live/changes.js';
import { watchingId } from '../../kit/live/watching.js';
import { Access } from '../../kit/schema/access.js';
import { ComputeJobType } from './computeJob.type.js';
import type { Context } from './context.js';
import { findComputeJob } from './computeJob.reference.js';
import { LicenceType } from './licence.type.js';
import { findLicence } from './licence.reference.js';

export const liveTopics: LiveTopicsOf<typeof entries> = {
  LicenceRequested: ['licence'],
  LicenceOffered: ['licence'],
  LicenceAccepted: ['licence'],
  LicenceAcceptanceCancelled: ['licence'],
  LicenceAgreed: ['licence'],
  LicenceVerified: ['licence'],
  LicenceFinalized: ['licence'],
  LicenceSuspended: ['licence'],
  LicenceResumed: ['licence'],
  LicenceProhibited: ['licence'],
  LicenceProhibitionLifted: ['licence'],
  LicenceTerminated: ['licence'],
  ComputeJobSubmitted: ['job'],
  ComputeJobCancelled: ['job'],
  ComputeJobReleased: ['job'],
  ComputeJobRefused: ['job'],
  ComputeJobFailed: ['job'],
};

/** What its parties see as it changes. To all others, what is looks like what is not. */
@Resolver()
export class LiveSubscription {
  @Subscription(() => LicenceType, {
    description: 'A licence as it stands now, and again whenever it has moved on; its parties and auditors.',
    subscribe: watchingId,
  })
  @Access('public')
  async licenceChanged(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<LicenceType> {
    return orNotFound(id, await findLicence(requireId('lic', id), context));
  }

  @Subscription(() => ComputeJobType, {
    description:
      'A job as it stands now, and again when it is released, refused, cancelled or has failed; its buyer, stewards ' +
      'and auditors.',
    subscribe: watchingId,
  })
  @Access('public')
  async computeJobChanged(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ComputeJobType> {
    return orNotFound(id, await findComputeJob(requireId('job', id), context));
  }
}

/** @throws NOT_FOUND */
function orNotFound<T>(id: string, found: T | null): T {
  if (found === null)
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  return found;
}

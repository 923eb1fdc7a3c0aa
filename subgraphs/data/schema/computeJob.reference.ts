import type { ComputeJob } from '../domain/job.js';
import { jobsByIds } from '../service/readJobs.js';
import { maySee, OF_NOBODY } from '../service/readLicences.js';
import { toComputeJobType } from './computeJob.type.js';
import type { ComputeJobType } from './computeJob.type.js';
import type { Context } from './context.js';

/** To those who may not see it, a job that is looks like one that is not. */
export async function findComputeJob(id: string, context: Context): Promise<ComputeJobType | null> {
  const { loader, services, viewer } = context;
  const load = loader<string, ComputeJob | null>('compute job', (ids) => jobsByIds(services, ids));
  const job = await load.load(id);
  return (await maySee(viewer, job ?? OF_NOBODY)) && job ? toComputeJobType(job) : null;
}

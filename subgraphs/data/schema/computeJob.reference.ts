import { readPage, toPage } from '../../kit/schema/connection.js';
import type { Page, PageArgs } from '../../kit/schema/connection.js';
import { maySee, OF_NOBODY } from '../service/mayKnow.js';
import type { JobsOf } from '../service/readJobs.js';
import { toComputeJobType } from './computeJob.type.js';
import type { ComputeJobType } from './computeJob.type.js';
import { loadJob } from './context.js';
import type { Context } from './context.js';

/** To those who may not see it, a job that is looks like one that is not. */
export async function findComputeJob(id: string, context: Context): Promise<ComputeJobType | null> {
  const job = await loadJob(context, id);
  return (await maySee(context.viewer, job ?? OF_NOBODY)) && job ? toComputeJobType(job) : null;
}

export async function findJobs(
  { services }: Context,
  of: JobsOf,
  args: PageArgs,
): Promise<Page<ComputeJobType>> {
  const page = readPage(args, 1);
  return toPage(await services.jobs.page(of, page), page, ({ id }) => [id], toComputeJobType);
}

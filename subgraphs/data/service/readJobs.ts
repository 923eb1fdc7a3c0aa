import type { PageRequest } from '../../kit/schema/connection.js';
import type { ComputeJob } from '../domain/job.js';
import { findJobs, listJobs } from '../store/jobStore.js';
import type { DataPorts } from './ports.js';

type Ports = Pick<DataPorts, 'store'>;

/** Jobs by id, in that order, whoever asks: callers judge what may be seen. */
export async function jobsByIds({ store }: Ports, ids: readonly string[]): Promise<(ComputeJob | null)[]> {
  const homes = await store.whereabouts(ids);
  const found = new Map<string, ComputeJob>();
  for (const cooperative of new Set(homes.values())) {
    const own = ids.filter((id) => homes.get(id) === cooperative);
    const jobs = await store.transaction({ cooperative }, (tx) => findJobs(tx, own));
    for (const job of jobs) found.set(job.id, job);
  }
  return ids.map((id) => found.get(id) ?? null);
}

/** Jobs of one licence, or of one organisation in all co-ops. */
export type JobsOf =
  { readonly licence: string; readonly cooperative: string } | { readonly organization: string };

/** Newest first, one more than asked for. */
export function pageOfJobs(
  { store }: Ports,
  of: JobsOf,
  { first, after }: PageRequest,
): Promise<ComputeJob[]> {
  const before = after === null ? null : String(after[0]);
  if ('organization' in of) {
    const { organization } = of;
    return store.transaction({ organization }, (tx) =>
      listJobs(tx, { buyerId: organization }, before, first + 1),
    );
  }
  const { cooperative, licence } = of;
  return store.transaction({ cooperative }, (tx) => listJobs(tx, { licenceId: licence }, before, first + 1));
}

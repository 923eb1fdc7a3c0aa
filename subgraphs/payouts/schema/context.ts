import type { RequestContext } from '../../kit/service/context.js';
import type { DividendRun } from '../domain/run.js';
import type { PayoutsServices } from '../service/index.js';

export type Context = RequestContext<PayoutsServices>;

/** One run, read once a request. */
export function loadRun({ loader, services }: Context, id: string): Promise<DividendRun> {
  return loader<string, DividendRun>('run', (ids) =>
    Promise.all(ids.map((one) => services.runs.one(one))),
  ).load(id);
}

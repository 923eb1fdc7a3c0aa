import { COMMON } from '../../kit/errors/table.js';
import type { Standing } from '../../kit/identity/viewer.js';
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

/** The co-op in which the viewer is that member; access has found that they are. */
export async function ownCooperative(context: Context, memberId: string): Promise<string> {
  return (await ownStanding(context, memberId)).cooperativeId;
}

/** The viewer as that member. */
export async function ownStanding({ viewer }: Context, memberId: string): Promise<Standing> {
  const standing = (await viewer.standings()).find((one) => one.memberId === memberId);
  if (!standing) throw COMMON.FORBIDDEN.raise('You may not see this.');
  return standing;
}

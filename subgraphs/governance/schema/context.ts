import type { RequestContext } from '../../kit/service/context.js';
import type { Charter } from '../domain/charter.js';
import type { Proposal } from '../domain/proposal.js';
import type { GovernanceServices } from '../service/index.js';

export type Context = RequestContext<GovernanceServices>;

/** One proposal, read together with the others that this request asks for. */
export function loadProposal({ loader, services }: Context, id: string): Promise<Proposal | null> {
  return loader<string, Proposal | null>('proposal', (ids) => services.proposals.byIds(ids)).load(id);
}

/** One version of a charter, likewise. */
export function loadCharter({ loader, services }: Context, id: string): Promise<Charter | null> {
  return loader<string, Charter | null>('charter', (ids) => services.charters.byIds(ids)).load(id);
}

/** The charter in force in a co-op; a co-op is a tenant, so each is a transaction of its own. */
export function loadCurrentCharter(
  { loader, services }: Context,
  cooperative: string,
): Promise<Charter | null> {
  return loader<string, Charter | null>('currentCharter', (cooperatives) =>
    Promise.all(cooperatives.map((one) => services.charters.current(one))),
  ).load(cooperative);
}

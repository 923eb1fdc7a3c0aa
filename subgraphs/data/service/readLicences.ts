import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { NOWHERE } from '../../kit/store/scope.js';
import { CooperativeRow } from '../store/charterRow.js';
import { LicenceRow, NegotiationStepRow } from '../store/licenceRow.js';
import { OfferRow, toOffer } from '../store/offerRow.js';
import type { Offer } from '../store/offerRow.js';
import type { NegotiationState } from '../domain/negotiation.js';
import type { DataPorts } from './ports.js';

type Ports = Pick<DataPorts, 'store'>;

/** Is the viewer a party to this licence, or an auditor of its co-op? */
export async function maySee(viewer: Viewer, { buyerId, cooperativeId }: PartyOf): Promise<boolean> {
  if (!viewer.did) return false;
  if ((await viewer.organization())?.id === buyerId) return true;
  const standing = await viewer.memberIn(cooperativeId);
  return standing !== null && (standing.holds('STEWARD') || standing.holds('AUDITOR'));
}

/**
 * May the viewer know of this licence? Its parties may and, once it has come before the members, whoever was admitted
 * to its co-op: they voted on it, or are paid for it.
 */
export async function mayKnow(
  viewer: Viewer,
  licence: PartyOf & Pick<LicenceRow, 'proposalId'>,
): Promise<boolean> {
  if (await maySee(viewer, licence)) return true;
  return licence.proposalId !== null && Boolean((await viewer.memberIn(licence.cooperativeId))?.wasAdmitted);
}

export interface PartyOf {
  readonly buyerId: string | null;
  readonly cooperativeId: string;
}

/** In place of what is not there, so that a viewer is judged in the same way. */
export const OF_NOBODY = { buyerId: null, cooperativeId: NOWHERE, proposalId: null };

/** Licences by id, in that order, whoever asks: callers judge what may be seen. */
export async function licencesByIds(
  { store }: Ports,
  ids: readonly string[],
): Promise<(LicenceRow | null)[]> {
  return byHome(store, ids, async (cooperative, own) =>
    store.transaction({ cooperative }, (tx) =>
      tx.manager
        .createQueryBuilder(LicenceRow, 'licence')
        .where('licence.cooperativeId = :cooperative and licence.id = any(:own)', { cooperative, own })
        .getMany(),
    ),
  );
}

/** The same of offers, published or made in a negotiation. */
export async function offersByIds({ store }: Ports, ids: readonly string[]): Promise<(Offer | null)[]> {
  return byHome(store, ids, async (cooperative, own) => {
    const rows = await store.transaction({ cooperative }, (tx) =>
      tx.manager
        .createQueryBuilder(OfferRow, 'offer')
        .where('offer.cooperativeId = :cooperative and offer.id = any(:own)', { cooperative, own })
        .getMany(),
    );
    return rows.map(toOffer);
  });
}

/** Published offers of datasets of any co-op, newest first, in the order of the datasets. */
export async function offersOfDatasets({ store }: Ports, datasets: readonly string[]): Promise<Offer[][]> {
  const rows = await store.transaction({ reader: 'catalogue' }, (tx) =>
    tx.manager
      .createQueryBuilder(OfferRow, 'offer')
      .where('offer.datasetId = any(:datasets)', { datasets: [...datasets] })
      .andWhere('offer.licenceId is null and offer.withdrawnAt is null')
      .orderBy('offer.id', 'DESC')
      .getMany(),
  );
  return datasets.map((dataset) => rows.filter((row) => row.datasetId === dataset).map(toOffer));
}

/** Co-ops as the catalogue knows them. */
export async function cooperativesByIds(
  { store }: Ports,
  ids: readonly string[],
): Promise<(CooperativeRow | null)[]> {
  const rows = await store.transaction({ reader: 'catalogue' }, (tx) =>
    tx.manager
      .createQueryBuilder(CooperativeRow, 'cooperative')
      .where('cooperative.cooperativeId = any(:ids)', { ids: [...ids] })
      .getMany(),
  );
  const byId = new Map(rows.map((row) => [row.cooperativeId, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Whose licences: a buyer's in all co-ops, or a co-op's with all buyers. */
export type LicencesOf = { readonly organization: string } | { readonly cooperative: string };

/** Newest first, one more than asked for. */
export async function listLicences(
  { store }: Ports,
  of: LicencesOf,
  state: NegotiationState | null,
  { first, after }: PageRequest,
): Promise<LicenceRow[]> {
  return store.transaction(of, (tx) => {
    const found = tx.manager.createQueryBuilder(LicenceRow, 'licence');
    if ('organization' in of) found.where('licence.buyerId = :organization', of);
    else found.where('licence.cooperativeId = :cooperative', of);
    if (state) found.andWhere('licence.state = :state', { state });
    if (after) found.andWhere('licence.id < :after', { after: String(after[0]) });
    return found
      .orderBy('licence.id', 'DESC')
      .limit(first + 1)
      .getMany();
  });
}

/** The steps of negotiations, oldest first, in the order of the licences. */
export async function stepsOf(
  { store }: Ports,
  licences: readonly LicenceRow[],
): Promise<NegotiationStepRow[][]> {
  const steps: NegotiationStepRow[] = [];
  for (const cooperative of new Set(licences.map(({ cooperativeId }) => cooperativeId))) {
    const own = licences.filter(({ cooperativeId }) => cooperativeId === cooperative).map(({ id }) => id);
    const found = await store.transaction({ cooperative }, (tx) =>
      tx.manager
        .createQueryBuilder(NegotiationStepRow, 'step')
        .where('step.cooperativeId = :cooperative and step.licenceId = any(:own)', { cooperative, own })
        .orderBy('step.id')
        .getMany(),
    );
    steps.push(...found);
  }
  return licences.map(({ id }) => steps.filter(({ licenceId }) => licenceId === id));
}

async function byHome<Thing extends { id: string }>(
  store: DataPorts['store'],
  ids: readonly string[],
  read: (cooperative: string, ids: string[]) => Promise<Thing[]>,
): Promise<(Thing | null)[]> {
  const homes = await store.whereabouts(ids);
  const found = new Map<string, Thing>();
  for (const cooperative of new Set(homes.values())) {
    const own = ids.filter((id) => homes.get(id) === cooperative);
    for (const thing of await read(cooperative, own)) found.set(thing.id, thing);
  }
  return ids.map((id) => found.get(id) ?? null);
}

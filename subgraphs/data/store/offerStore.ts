import { In, IsNull } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Offer } from '../domain/offer.js';
import { OfferRow, fromOffer, toOffer } from './offerRow.js';

/** Not made in a negotiation, and not withdrawn. */
const PUBLISHED = { licenceId: IsNull(), withdrawnAt: IsNull() };

export async function insertOffer(tx: Tx, offer: Offer): Promise<void> {
  await tx.manager.insert(OfferRow, fromOffer(offer));
  await tx.register(offer.id, offer.cooperativeId);
}

export async function findOffer(tx: Tx, cooperativeId: string, id: string): Promise<Offer | null> {
  const row = await tx.manager.findOneBy(OfferRow, { cooperativeId, id });
  return row && toOffer(row);
}

/** Published ones and those that were made in a negotiation. */
export async function offersById(tx: Tx, cooperativeId: string, ids: readonly string[]): Promise<Offer[]> {
  return (await tx.manager.findBy(OfferRow, { cooperativeId, id: In(ids) })).map(toOffer);
}

/** The published offers of a dataset, newest first. */
export async function publishedOffers(tx: Tx, cooperativeId: string, datasetId: string): Promise<Offer[]> {
  const where = { cooperativeId, datasetId, ...PUBLISHED };
  return (await tx.manager.find(OfferRow, { where, order: { id: 'DESC' } })).map(toOffer);
}

/** The same of datasets of any co-op, in a transaction of the reader `catalogue`. */
export async function offersOfDatasets(tx: Tx, datasetIds: readonly string[]): Promise<Offer[]> {
  const where = { datasetId: In(datasetIds), ...PUBLISHED };
  return (await tx.manager.find(OfferRow, { where, order: { id: 'DESC' } })).map(toOffer);
}

/** All published offers of a co-op, locked to the end of the transaction. */
export async function holdPublishedOffers(tx: Tx, cooperativeId: string): Promise<Offer[]> {
  const rows = await tx.manager.find(OfferRow, {
    where: { cooperativeId, ...PUBLISHED },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return rows.map(toOffer);
}

export async function saveOffersWithdrawn(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.manager.update(OfferRow, { cooperativeId, id: In(ids) }, { withdrawnAt: tx.now });
}

import { perform } from '../../client/mutation.js';
import { DATASETS, publishDataset, publishOffer } from '../../operations/data.js';
import type { CooperativeSpec, OfferSpec } from '../world/spec.js';
import type { Peopled, Published } from './site.js';

interface Catalogue {
  cooperative: { datasets: { nodes: { id: string; title: string; offers: { id: string }[] }[] } };
}

/** Publishes the co-op's dataset and the first of its offers, unless they are. */
export async function publish(cooperative: Peopled): Promise<Published> {
  const { spec, id, founder } = cooperative;
  const known = await listed(cooperative);
  const dataset =
    known?.id ?? (await perform(founder.client, publishDataset, { cooperative: id, ...spec.dataset })).id;
  return publishOffers({ ...cooperative, dataset, offers: [] }, 1);
}

/** Publishes the offers of the spec up to the given number, as far as they are not. */
export async function publishOffers<Of extends Published>(cooperative: Of, count: number): Promise<Of> {
  const { spec, dataset, founder } = cooperative;
  // Ids sort by birth, and offers are published in the order of the spec.
  const offers = ((await listed(cooperative))?.offers ?? []).map((offer) => offer.id).sort();
  for (const offer of spec.offers.slice(offers.length, count)) {
    offers.push((await perform(founder.client, publishOffer, { dataset, terms: termsOf(spec, offer) })).id);
  }
  return { ...cooperative, offers };
}

async function listed({ spec, id, founder }: Peopled) {
  const catalogue = await founder.client.execute<Catalogue>(DATASETS, { cooperative: id });
  return catalogue.cooperative.datasets.nodes.find(({ title }) => title === spec.dataset.title);
}

function termsOf({ currency }: CooperativeSpec, { price, ...terms }: OfferSpec) {
  const money = (amountMinor: string) => ({ amountMinor, currency });
  return {
    ...terms,
    price: {
      amount: money(price.amountMinor),
      model: price.model,
      jobPrice: price.jobPriceMinor === null ? null : money(price.jobPriceMinor),
    },
  };
}

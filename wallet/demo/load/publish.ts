import { perform } from '../../client/mutation.js';
import { DATASETS, publishDataset, publishOffer } from '../../operations/data.js';
import type { CooperativeSpec, OfferSpec } from '../world/spec.js';
import type { Peopled, Published } from './site.js';

interface Catalogue {
  cooperative: { datasets: { nodes: { id: string; title: string; offers: { id: string }[] }[] } };
}

/** Publishes the co-op's dataset and its offers, unless they are. */
export async function publish(cooperative: Peopled): Promise<Published> {
  const { spec, id, founder } = cooperative;
  const look = async () => {
    const catalogue = await founder.client.execute<Catalogue>(DATASETS, { cooperative: id });
    return catalogue.cooperative.datasets.nodes.find(({ title }) => title === spec.dataset.title);
  };
  const known = await look();
  const dataset =
    known?.id ?? (await perform(founder.client, publishDataset, { cooperative: id, ...spec.dataset })).id;
  // Published one after another, so that ids, which sort by birth, keep the order of the spec.
  const offers = (known?.offers ?? []).map((offer) => offer.id).sort();
  for (const offer of spec.offers.slice(offers.length)) {
    offers.push((await perform(founder.client, publishOffer, { dataset, terms: termsOf(spec, offer) })).id);
  }
  return { ...cooperative, dataset, offers };
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

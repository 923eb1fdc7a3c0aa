import { acceptanceBy } from '../../actions/licensing.js';
import { performAll, perform } from '../../client/mutation.js';
import { LICENCES, counterOffer, requestLicence, type LicenceState } from '../../operations/data.js';
import { CHARTER } from '../../operations/governance.js';
import { serverTime } from './clock.js';
import type { Licensed, Organization, Published, Site } from './site.js';

const DECIDE_WITHIN_DAYS = 30;

interface Licences {
  viewer: { organization: { licences: { nodes: (LicenceState & { dataset: { id: string } })[] } } };
}

/** Has the buyer ask, the founder offer and the buyer accept, from wherever the negotiation stands. */
export async function negotiate(site: Site, cooperative: Published): Promise<Licensed> {
  const { spec, dataset, offers, founder } = cooperative;
  const buyer = site.organizations.get(spec.licence.buyer)!;
  // The buyer has to see what the founder has just published.
  buyer.client.positions.follow(founder.client.positions);
  let licence = await licenceOf(buyer, dataset);
  licence ??= await perform(buyer.client, requestLicence, {
    dataset,
    purpose: spec.licence.purpose,
    offer: offers[0]!,
    message: spec.licence.message,
    idempotencyKey: `request-${dataset}`,
  });
  founder.client.positions.follow(buyer.client.positions);
  if (licence.state === 'REQUESTED') {
    licence = await perform(founder.client, counterOffer, {
      licence: licence.id,
      message: 'These are our terms; the members decide.',
      idempotencyKey: `offer-${licence.id}`,
    });
  }
  if (licence.state === 'OFFERED') await accept(site, cooperative, buyer, licence);
  return { ...cooperative, licence: licence.id };
}

async function accept(site: Site, { id, founder }: Published, buyer: Organization, licence: LicenceState) {
  const now = await serverTime(site.operator);
  const { cooperative } = await founder.client.execute<{ cooperative: { charter: { version: number } } }>(
    CHARTER,
    {
      cooperative: id,
    },
  );
  const acceptance = acceptanceBy(buyer.key, {
    licence: licence.id,
    offerDigest: licence.offer.digest,
    charterVersion: cooperative.charter.version,
    decideBy: new Date(now.getTime() + DECIDE_WITHIN_DAYS * 86_400_000).toISOString(),
  });
  await performAll(buyer.client, [acceptance]);
}

async function licenceOf({ client }: Organization, dataset: string): Promise<LicenceState | undefined> {
  const { viewer } = await client.execute<Licences>(LICENCES);
  return viewer.organization.licences.nodes.find((licence) => licence.dataset.id === dataset);
}

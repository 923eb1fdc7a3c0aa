import { performAll } from '../../client/mutation.js';
import { newTypeId } from '../../encoding/typeId.js';
import { foundingBy } from '../../actions/joining.js';
import { COOPERATIVE } from '../../operations/membership.js';
import type { DemoCooperative } from '../world/world.js';
import type { Person } from '../endpoint.js';
import { arrive } from './arrive.js';
import { serverTime } from './clock.js';
import type { Founded, Site } from './site.js';

interface Found {
  cooperative: { id: string; foundedAt: string } | null;
}

/** Founds a co-op, unless it has been. */
export async function found(site: Site, cooperative: DemoCooperative): Promise<Founded> {
  const { endpoint, wallets } = site;
  const { spec, members } = cooperative;
  const founder = members[0]!;
  const [person] = (await arrive(site, [founder])) as [Person];
  const look = () => endpoint.anonymous.execute<Found>(COOPERATIVE, { slug: spec.slug });
  const resumed = (await look()).cooperative !== null;
  if (!resumed) {
    const id = newTypeId('coop');
    const attestedAt = await attestationTime(site);
    const founding = foundingBy(person.key, {
      id,
      slug: spec.slug,
      name: spec.name,
      mission: spec.mission,
      currency: spec.currency,
      charter: spec.charter(wallets.issuer.did),
      displayName: founder.name,
      attestation: wallets.issuer.attest(founder.handle, person.key.did, id, attestedAt),
    });
    await performAll(person.client, [founding]);
  }
  const { id, foundedAt } = (await look()).cooperative!;
  return { ...cooperative, id, foundedAt: new Date(foundedAt), founder: person, resumed };
}

/** An instant that is past for the server, whose clock in a demo is behind that of this machine. */
export async function attestationTime({ operator }: Pick<Site, 'operator'>): Promise<string> {
  const now = await serverTime(operator);
  return new Date(now.getTime() - 3_600_000).toISOString();
}

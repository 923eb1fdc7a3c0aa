import { perform } from '../../client/mutation.js';
import { ORGANIZATION, recognizeRegulator, registerOrganization } from '../../operations/membership.js';
import type { Endpoint, Person } from '../endpoint.js';
import type { Wallets } from '../wallets.js';
import { organizations, type DemoOrganization } from '../world/organizations.js';
import type { Organization } from './site.js';

/** Signs in the operator and the organisations, and registers those that are not known yet. */
export async function meet(endpoint: Endpoint, wallets: Wallets) {
  const keys = organizations.map(({ handle }) => wallets.organization(handle));
  const [operator, ...people] = await endpoint.signInAll([wallets.operator, ...keys]);
  const registered = await Promise.all(
    organizations.map(async (spec, index): Promise<[string, Organization]> => {
      const person = people[index]!;
      return [spec.handle, { ...person, id: await register(operator!, person, spec) }];
    }),
  );
  return { operator: operator!, organizations: new Map(registered) };
}

async function register(operator: Person, person: Person, { name, kind }: DemoOrganization): Promise<string> {
  const { viewer } = await person.client.execute<{ viewer: { organization: { id: string } | null } }>(
    ORGANIZATION,
  );
  if (viewer.organization) return viewer.organization.id;
  if (kind === 'REGULATOR') await perform(operator.client, recognizeRegulator, { did: person.key.did });
  return (await perform(person.client, registerOrganization, { name, kind })).id;
}

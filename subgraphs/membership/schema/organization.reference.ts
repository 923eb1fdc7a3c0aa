import type { Organization } from '../domain/organization.js';
import type { Context } from './context.js';
import { toOrganizationType } from './organization.type.js';
import type { OrganizationType } from './organization.type.js';

export async function findOrganization(id: string, context: Context): Promise<OrganizationType | null> {
  const { loader, services } = context;
  const load = loader<string, Organization | null>('organization', (ids) =>
    services.organizations.byIds(ids),
  );
  const found = await load.load(id);
  return found && toOrganizationType(found);
}

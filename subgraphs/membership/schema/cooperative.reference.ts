import type { Cooperative } from '../domain/cooperative.js';
import { toCooperativeType } from './cooperative.type.js';
import type { CooperativeType } from './cooperative.type.js';
import type { Context } from './context.js';

/** A co-op, read together with the others that this request asks for. */
export async function findCooperative(id: string, context: Context): Promise<CooperativeType | null> {
  const { loader, services } = context;
  const load = loader<string, Cooperative | null>('cooperative', (ids) => services.cooperatives.byIds(ids));
  const found = await load.load(id);
  return found && toCooperativeType(found);
}

/** The same by the name that it has in addresses. */
export async function findCooperativeBySlug(slug: string, context: Context): Promise<CooperativeType | null> {
  const { loader, services } = context;
  const load = loader<string, Cooperative | null>('cooperative by slug', (slugs) =>
    services.cooperatives.bySlugs(slugs),
  );
  const found = await load.load(slug);
  return found && toCooperativeType(found);
}

import type { ReferenceResolver } from '../../kit/schema/build.js';
import { toCooperativeType } from './cooperative.type.js';
import { loadCooperative, loadCooperativeBySlug, loadMember, loadOrganization } from './context.js';
import type { Context } from './context.js';
import { toMemberType } from './member.type.js';
import { toOrganizationType } from './organization.type.js';

/** A resolver for one key of an entity. What a representation says beside the key is not believed. */
function by<Found, Shown>(
  key: string,
  load: (context: Context, key: string) => Promise<Found | null>,
  show: (found: Found) => Shown,
) {
  return async (reference: Record<string, unknown>, context: Context): Promise<Shown | null> => {
    const value = reference[key];
    const found = typeof value === 'string' ? await load(context, value) : null;
    return found && show(found);
  };
}

const cooperativeById = by('id', loadCooperative, toCooperativeType);
const cooperativeBySlug = by('slug', loadCooperativeBySlug, toCooperativeType);

/** Entities by the keys that other subgraphs hold; null for what is absent and for what the viewer may not know of. */
export const references: Record<string, ReferenceResolver> = {
  Cooperative: (reference, context) =>
    (reference.id === undefined ? cooperativeBySlug : cooperativeById)(reference, context),
  Member: by('id', loadMember, toMemberType),
  Organization: by('id', loadOrganization, toOrganizationType),
};

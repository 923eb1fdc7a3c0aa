import type { ReferenceResolver } from '../../kit/schema/build.js';
import { toCooperativeType } from './cooperative.type.js';
import { loadCooperative, loadCooperativeBySlug, loadMember, loadOrganization } from './context.js';
import type { Context } from './context.js';
import { toMemberType } from './member.type.js';
import { toOrganizationType } from './organization.type.js';

/** Entities by the keys that other subgraphs hold; null for what is absent and for what the viewer may not know of. */
export const references: Record<string, ReferenceResolver> = {
  Cooperative: async ({ id, slug }, context) => {
    const known = context as unknown as Context;
    const found =
      id !== undefined
        ? await loadCooperative(known, String(id))
        : await loadCooperativeBySlug(known, String(slug));
    return found && toCooperativeType(found);
  },
  Member: async ({ id }, context) => {
    const member = await loadMember(context as unknown as Context, String(id));
    return member && toMemberType(member);
  },
  Organization: async ({ id }, context) => {
    const organization = await loadOrganization(context as unknown as Context, String(id));
    return organization && toOrganizationType(organization);
  },
};

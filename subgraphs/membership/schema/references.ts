import type { ReferenceResolver } from '../../kit/schema/build.js';
import { findCooperative, findCooperativeBySlug } from './cooperative.reference.js';
import type { Context } from './context.js';
import { findMember } from './member.reference.js';
import { findOrganization } from './organization.reference.js';

/** Finds by one key of an entity. What a representation says beside the key is not believed. */
function by<Shown>(key: string, find: (value: string, context: Context) => Promise<Shown | null>) {
  return async (reference: Record<string, unknown>, context: Context): Promise<Shown | null> => {
    const value = reference[key];
    return typeof value === 'string' ? find(value, context) : null;
  };
}

const cooperativeById = by('id', findCooperative);
const cooperativeBySlug = by('slug', findCooperativeBySlug);

/** Entities by the keys that other subgraphs hold; null for what is absent and for what the viewer may not know of. */
export const references: Record<string, ReferenceResolver> = {
  Cooperative: (reference, context) =>
    (reference.id === undefined ? cooperativeBySlug : cooperativeById)(reference, context),
  Member: by('id', findMember),
  Organization: by('id', findOrganization),
};

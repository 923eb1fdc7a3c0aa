import type { Id } from '../../kit/domain/ids.js';
import type { OrganizationSnapshot } from '../../kit/contracts/standing.js';

export type OrganizationId = Id<'org'>;

export const ORGANIZATION_KINDS = ['BUYER', 'PARTNER', 'REGULATOR'] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** A buyer, a partner co-op or a regulator: somebody who is in no co-op and deals with several. */
export interface Organization {
  readonly id: OrganizationId;
  readonly did: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly registeredAt: Date;
}

/** What the journal says of an organisation. */
export function organizationSnapshot(
  organization: Organization,
  keys: readonly string[],
): OrganizationSnapshot {
  const { id, did, name, kind } = organization;
  return { id, did, name, kind, keys: [...keys] };
}

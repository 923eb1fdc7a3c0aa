import { mutation } from '../client/mutation.js';
import type { SecuredCredential } from '../credentials/dataIntegrity.js';
import type { Json } from '../encoding/canonical.js';

interface Signed {
  signature: string;
  key?: string;
}

export interface FoundCooperativeInput extends Signed {
  id: string;
  slug: string;
  name: string;
  mission: string;
  currency: string;
  admission: { by: string; issuers: string[] };
  foundingCharter: Json;
  did: string;
  displayName: string;
  attestation: SecuredCredential;
}

export interface ApplyForMembershipInput extends Signed {
  cooperative: string;
  did: string;
  displayName: string | null;
  attestation: SecuredCredential;
}

export const foundCooperative = mutation<FoundCooperativeInput, { id: string }>('foundCooperative', 'id');

export const applyForMembership = mutation<ApplyForMembershipInput, { id: string }>(
  'applyForMembership',
  'id',
);

/** @see exitBy */
export const exitCooperative = mutation<
  { cooperative: string; nonce: string; signature: string; key: string },
  { id: string; standing: string }
>('exitCooperative', 'id standing');

export interface RequestRecoveryInput {
  cooperative: string;
  did: string;
  /** The new one. */
  key: string;
  signature: string;
  attestation: SecuredCredential | null;
}

export const requestRecovery = mutation<RequestRecoveryInput, { id: string; state: string }>(
  'requestRecovery',
  'id state',
);

export const vetoRecovery = mutation<
  { recovery: string; signature: string; signedBy: string },
  { id: string; state: string }
>('vetoRecovery', 'id state');

export const admitMembers = mutation<{ cooperative: string; members: string[] }, { id: string }[]>(
  'admitMembers',
  'id',
);

export const grantRole = mutation<{ member: string; role: string; until: string | null }, { id: string }>(
  'grantRole',
  'id',
);

export const registerOrganization = mutation<{ name: string; kind: string }, { id: string }>(
  'registerOrganization',
  'id',
);

export const recognizeRegulator = mutation<{ did: string }, unknown>('recognizeRegulator', 'did', {
  repeatable: true,
});

export const advanceClock = mutation<{ seconds: number }, { now: string }>('advanceClock', 'now');

export const CLOCK = 'query Clock { clock { now offsetSeconds } }';

export const COOPERATIVE = `
  query Cooperative($slug: String!) { cooperative(slug: $slug) { id foundedAt } }`;

/** For its stewards: who has applied and who was admitted. */
export const MEMBERS = `
  query Members($cooperative: ID!, $after: ID) {
    cooperative(id: $cooperative) {
      members(first: 100, after: $after) {
        nodes { id did standing }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

/** Answers `Known`. */
export const WHO_AM_I = 'query WhoAmI { viewer { operator organization { id } memberships { id } } }';

export interface Known {
  readonly viewer: {
    readonly operator: boolean;
    readonly organization: { readonly id: string } | null;
    readonly memberships: readonly { readonly id: string }[];
  };
}

export const ORGANIZATION = 'query Organization { viewer { organization { id } } }';

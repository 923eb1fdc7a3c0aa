import { VC_CONTEXT } from '../../kit/domain/credential.js';
import type { UnsignedCredential } from '../../kit/domain/credential.js';

export interface MembershipClaim {
  /** The co-op's DID, which issues it. */
  readonly issuer: string;
  readonly cooperativeId: string;
  readonly cooperativeName: string;
  readonly memberId: string;
  readonly did: string;
  readonly joinedAt: Date;
}

/** The credential with which a member shows to others that they belong to a co-op. It carries no name. */
export function membershipCredential(claim: MembershipClaim): UnsignedCredential {
  return {
    '@context': [VC_CONTEXT, MEMBERSHIP_CONTEXT],
    type: ['VerifiableCredential', 'CooperativeMembershipCredential'],
    issuer: claim.issuer,
    validFrom: claim.joinedAt.toISOString(),
    credentialSubject: {
      id: claim.did,
      memberOf: { id: claim.issuer, cooperative: claim.cooperativeId, name: claim.cooperativeName },
      member: claim.memberId,
    },
  };
}

/** Terms of ours mean what they say in the context that the specification keeps for private use. */
const MEMBERSHIP_CONTEXT = 'https://www.w3.org/ns/credentials/undefined-terms/v2';

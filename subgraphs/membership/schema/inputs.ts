import { Field, ID, InputType, Int } from 'type-graphql';
import { AdmissionPolicyInput, CharterTermsInput } from '../../kit/schema/charterInputs.js';
import { DateTimeScalar, DidScalar, JSONScalar } from '../../kit/schema/scalars.js';
import { OrganizationKindEnum, RoleEnum } from './enums.js';

const SIGNATURE = 'Ed25519 over the canonical form of the statement, unpadded base64url';

@InputType({ description: 'What a founder proposes, signs and shows.' })
export class FoundCooperativeInput {
  @Field(() => ID, { description: 'TypeID `coop_…`, chosen by the founder: their attestation names it.' })
  id: string;

  @Field(() => String, { description: 'Lower case letters, digits and single hyphens, 3 to 40 characters.' })
  slug: string;

  @Field(() => String, { description: 'Its name, up to 120 characters.' })
  name: string;

  @Field(() => String, { description: 'What it is for, up to 2,000 characters.' })
  mission: string;

  @Field(() => String, { description: 'ISO 4217 code of the currency it settles in.' })
  currency: string;

  @Field(() => AdmissionPolicyInput, { description: 'How one becomes a member.' })
  admission: AdmissionPolicyInput;

  @Field(() => CharterTermsInput, { description: 'The terms of the first charter, whole.' })
  foundingCharter: CharterTermsInput;

  @Field(() => DidScalar, { description: 'The founder’s pairwise DID.' })
  did: string;

  @Field(() => String, { nullable: true, description: 'The name that the founder wants to be called by.' })
  displayName?: string | null;

  @Field(() => JSONScalar, { description: 'The founder’s personhood attestation.' })
  attestation: Record<string, unknown>;

  @Field(() => String, { description: `Statement \`Founding {slug, charterDigest, did}\`: ${SIGNATURE}.` })
  signature: string;
}

@InputType({ description: 'An application, which its own signature authenticates.' })
export class ApplyForMembershipInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => DidScalar, { description: 'The applicant’s pairwise DID: a new one for each co-op.' })
  did: string;

  @Field(() => String, { nullable: true, description: 'The name that the applicant wants to be called by.' })
  displayName?: string | null;

  @Field(() => JSONScalar, {
    description:
      'W3C Verifiable Credential of an issuer that the co-op lists: one human stands behind the DID.',
  })
  attestation: Record<string, unknown>;

  @Field(() => String, {
    description: `Statement \`Application {cooperative, did, displayName, attestation}\`, with the attestation’s digest: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, {
    nullable: true,
    description: 'The key that signed, for somebody who was a member before.',
  })
  key?: string | null;
}

@InputType({ description: 'Whom to admit.' })
export class AdmitMemberInput {
  @Field(() => ID, { description: 'The applicant.' })
  member: string;
}

@InputType({ description: 'Whom to admit, all or none.' })
export class AdmitMembersInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => [ID], { description: 'The applicants, 1 to 100.' })
  members: string[];
}

@InputType({ description: 'Which application to turn down.' })
export class RejectApplicationInput {
  @Field(() => ID, { description: 'The applicant.' })
  member: string;

  @Field(() => String, { description: 'Why, up to 500 characters; the journal keeps it.' })
  reason: string;
}

@InputType({ description: 'Whom to suspend.' })
export class SuspendMemberInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;

  @Field(() => String, { description: 'Why, up to 500 characters; the journal keeps it.' })
  reason: string;
}

@InputType({ description: 'Whose suspension to end.' })
export class ReinstateMemberInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;
}

@InputType({ description: 'Which co-op to leave.' })
export class ExitCooperativeInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;
}

@InputType({ description: 'Which role to give to whom.' })
export class GrantRoleInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;

  @Field(() => RoleEnum, { description: 'AUDITOR: no other role is a steward’s to give.' })
  role: 'MEMBER' | 'STEWARD' | 'AUDITOR';

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; by default when it is taken.' })
  until?: Date | null;
}

@InputType({ description: 'Which role to take from whom.' })
export class RevokeRoleInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;

  @Field(() => RoleEnum, { description: 'AUDITOR: no other role is a steward’s to take.' })
  role: 'MEMBER' | 'STEWARD' | 'AUDITOR';
}

@InputType({ description: 'By which name a member wants to be called.' })
export class SetDisplayNameInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, { nullable: true, description: 'Up to 80 characters; null for none.' })
  displayName?: string | null;

  @Field(() => Boolean, { description: 'True lets everybody see it who may see the member.' })
  shared: boolean;
}

@InputType({ description: 'What an organisation registers as.' })
export class RegisterOrganizationInput {
  @Field(() => String, { description: 'Its name, up to 120 characters.' })
  name: string;

  @Field(() => OrganizationKindEnum, { description: 'REGULATOR is for those whom an operator has listed.' })
  kind: 'BUYER' | 'PARTNER' | 'REGULATOR';
}

@InputType({ description: 'Whom to list as a regulator.' })
export class RecognizeRegulatorInput {
  @Field(() => DidScalar, { description: 'The regulator’s DID.' })
  did: string;
}

@InputType({ description: 'Which notifications were read.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], { nullable: true, description: 'Up to 100; by default all.' })
  ids?: string[] | null;
}

@InputType({ description: 'How far to move the clock.' })
export class AdvanceClockInput {
  @Field(() => Int, { description: 'Seconds forward, 1 to 31,622,400 (366 days).' })
  seconds: number;
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { CharterTermsInput, ProposalKindEnum, RevenuePolicyInput } from '../../kit/schema/charterInputs.js';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { DigestScalar } from '../../kit/schema/scalars.js';
import { SignedInput } from '../../kit/schema/signed.input.js';
import { ElectedRoleEnum } from './enums.js';

@InputType({ description: 'A whole new charter.' })
export class CharterAmendmentInput {
  @Field(() => CharterTermsInput, { description: 'All terms.' })
  terms: CharterTermsInput;
}

@InputType({ description: 'An election to an office.' })
export class ElectionInput {
  @Field(() => ElectedRoleEnum, { description: 'The office.' })
  role: string;

  @Field(() => Int, { description: 'How many are elected, 1 to 50.' })
  seats: number;

  @Field(() => Int, { description: 'Days for which they hold it, 1 to 3,650.' })
  termDays: number;

  @Field(() => [ID], { description: 'Members who stand, 1 to 50.' })
  candidates: string[];
}

@InputType({ description: 'Something that the members say.' })
export class ResolutionInput {
  @Field(() => String, { description: 'What they say, 1 to 20,000 characters.' })
  text: string;
}

@InputType({ description: 'Which decision to take back before it takes effect.' })
export class CancellationInput {
  @Field(() => ID, { description: 'A proposal that is QUEUED.' })
  proposal: string;
}

@InputType({ description: 'Whom to suspend, by the members’ decision.' })
export class SuspensionInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;

  @Field(() => Int, { description: 'Days that it lasts, at most as many as the charter lets it.' })
  days: number;
}

@InputType({ description: 'An appeal, by the suspended member themselves.' })
export class ReinstatementInput {
  @Field(() => ID, { description: 'Which suspension shall end, `sus_…`.' })
  suspension: string;
}

@InputType({ description: 'That a new key is a member’s, where two who hold an office cannot say so.' })
export class RecoveryInput {
  @Field(() => ID, { description: 'The member who lost their keys.' })
  member: string;

  @Field(() => ID, { description: 'The request, `rcv_…`.' })
  recovery: string;

  @Field(() => String, { description: 'The new public key, multibase, as it was asked for.' })
  key: string;
}

@InputType({ description: 'A question to put to the members. Give the one part that fits `kind`.' })
export class SubmitProposalInput {
  @Field(() => ID, { description: 'Whose members decide.' })
  cooperative: string;

  @Field(() => ProposalKindEnum, {
    description:
      'CHARTER_AMENDMENT, REVENUE_POLICY, ELECTION, RESOLUTION, CANCELLATION, SUSPENSION, REINSTATEMENT or RECOVERY.',
  })
  kind: string;

  @Field(() => String, { description: 'In a line, 1 to 200 characters.' })
  title: string;

  @Field(() => String, { description: 'In full, 1 to 20,000 characters.' })
  body: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The charter that an amendment was written on; it must be the one in force.',
  })
  baseVersion?: number | null;

  @Field(() => CharterAmendmentInput, { nullable: true, description: 'For CHARTER_AMENDMENT.' })
  amendment?: CharterAmendmentInput | null;

  @Field(() => RevenuePolicyInput, { nullable: true, description: 'For REVENUE_POLICY.' })
  revenuePolicy?: RevenuePolicyInput | null;

  @Field(() => ElectionInput, { nullable: true, description: 'For ELECTION.' })
  election?: ElectionInput | null;

  @Field(() => ResolutionInput, { nullable: true, description: 'For RESOLUTION.' })
  resolution?: ResolutionInput | null;

  @Field(() => CancellationInput, { nullable: true, description: 'For CANCELLATION.' })
  cancellation?: CancellationInput | null;

  @Field(() => SuspensionInput, { nullable: true, description: 'For SUSPENSION.' })
  suspension?: SuspensionInput | null;

  @Field(() => ReinstatementInput, { nullable: true, description: 'For REINSTATEMENT.' })
  reinstatement?: ReinstatementInput | null;

  @Field(() => RecoveryInput, { nullable: true, description: 'For RECOVERY.' })
  recovery?: RecoveryInput | null;
}

@InputType({
  description: 'A ballot. Signed: `{v: 1, type: "Ballot", proposal, effectDigest, choices, voter}`.',
})
export class CastBallotInput extends SignedInput {
  @Field(() => ID, { description: 'What is voted on.' })
  proposal: string;

  @Field(() => [ID], {
    description: 'Ids of the chosen options: exactly one, or any number where candidates are approved.',
  })
  choices: string[];

  @Field(() => DigestScalar, { description: 'Digest of the effect that the voter has seen.' })
  effectDigest: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({
  description:
    'A delegation. Signed: `{v: 1, type: "Delegation", cooperative, from, to, topic}`, `from` being the DID.',
})
export class DelegateVoteInput extends SignedInput {
  @Field(() => ID, { description: 'In which co-op.' })
  cooperative: string;

  @Field(() => ID, { description: 'The member who shall speak.' })
  to: string;

  @Field(() => ProposalKindEnum, {
    nullable: true,
    description: 'For this kind; absent or null: for all without one of their own.',
  })
  topic?: string | null;
}

@InputType({
  description: 'The end of a delegation. Signed: `{v: 1, type: "DelegationRevocation", delegation, from}`.',
})
export class RevokeDelegationInput extends SignedInput {
  @Field(() => ID, { description: 'The delegation to end.' })
  delegation: string;
}

@InputType({ description: 'The end of a proposal before anybody has voted, by its proposer.' })
export class CancelProposalInput {
  @Field(() => ID, { description: 'The proposal to take back.' })
  proposal: string;

  @Field(() => String, { description: 'Why, 1 to 500 characters; published.' })
  reason: string;
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import { RoleEnum } from './enums.js';

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

@InputType({ description: 'Whom to suspend, why, and for how long.' })
export class SuspendMemberInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;

  @Field(() => String, { description: 'Why, up to 500 characters; the journal keeps it.' })
  reason: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Days that it lasts from its beginning; by default as many as the charter lets it.',
  })
  days?: number | null;
}

@InputType({ description: 'Which suspension to confirm, as the second person.' })
export class ConfirmSuspensionInput {
  @Field(() => ID, { description: 'The suspension, `sus_…`.' })
  suspension: string;
}

@InputType({ description: 'Whose suspension to end.' })
export class ReinstateMemberInput {
  @Field(() => ID, { description: 'The member.' })
  member: string;
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

import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { SignedInput } from '../../kit/schema/signed.input.js';
import type { RecipientClass } from '../domain/consent.js';
import { RecipientClassEnum } from './consent.type.js';

@InputType({ description: 'A consent: the signed statement Consent, whose fields these are, with the wrap.' })
export class GrantConsentInput extends SignedInput {
  @Field(() => ID, { description: 'TypeID, `cns_…`, chosen by the wallet, since the wrap is bound to it.' })
  id: string;

  @Field(() => ID, { description: 'The dataset, of whose co-op the viewer is a member.' })
  dataset: string;

  @Field(() => [PurposeScalar], { description: 'What for; each must be allowed by the charter.' })
  purposes: string[];

  @Field(() => [String], { description: 'Sensitivities of the columns that may be computed on.' })
  categories: string[];

  @Field(() => [RecipientClassEnum], { description: 'Who may receive results.' })
  recipients: RecipientClass[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant at which it is over; null for none.',
  })
  expiresAt?: Date | null;

  @Field(() => Int, {
    description: 'Version of the compute key that the wrap is for; `epoch` in the statement.',
  })
  keyVersion: number;

  @Field(() => String, { description: 'The dataset key wrapped to it by HPKE, unpadded base64url.' })
  wrap: string;
}

@InputType({ description: 'The signed statement ConsentWithdrawal, whose fields these are.' })
export class WithdrawConsentInput extends SignedInput {
  @Field(() => ID, { description: 'The viewer’s own.' })
  consent: string;
}

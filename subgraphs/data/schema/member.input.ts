import { Field, ID, InputType, Int } from 'type-graphql';
import { CidScalar, DateTimeScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { EXPORT_RECORDS_MAX } from '../service/exportMyData.js';
import type { RecipientClass } from '../domain/consent.js';
import { RecipientClassEnum } from './consent.type.js';

@InputType({ description: 'Records that the wallet has encrypted.' })
export class ContributeInput {
  @Field(() => ID, { description: 'The dataset, of whose co-op the viewer is a member.' })
  dataset: string;

  @Field(() => String, { description: 'The ciphertext in padded base64, at most 128 KiB before encoding.' })
  ciphertext: string;

  @Field(() => CidScalar, { description: 'Its address: CIDv1, raw, SHA-256.' })
  cid: string;

  @Field(() => String, { description: 'The record key under the member’s dataset key, unpadded base64url.' })
  sealedKey: string;

  @Field(() => Int, { description: 'Rows inside.' })
  recordCount: number;

  @Field(() => String, { description: 'Chosen by the caller; the same key and input give the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A contribution to take back.' })
export class WithdrawContributionInput {
  @Field(() => ID, { description: 'The viewer’s own.' })
  contribution: string;
}

@InputType({ description: 'A consent: the signed statement Consent, whose fields these are, with the wrap.' })
export class GrantConsentInput {
  @Field(() => ID, { description: 'TypeID cns_…, chosen by the wallet, since the wrap is bound to it.' })
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

  @Field(() => String, { description: 'Ed25519 over the canonical statement, unpadded base64url.' })
  signature: string;

  @Field(() => String, {
    nullable: true,
    description: 'Public key that signed, multibase; the DID’s own when absent.',
  })
  key?: string | null;
}

@InputType({ description: 'The signed statement ConsentWithdrawal, whose fields these are.' })
export class WithdrawConsentInput {
  @Field(() => ID, { description: 'The viewer’s own.' })
  consent: string;

  @Field(() => String, { description: 'Ed25519 over the canonical statement, unpadded base64url.' })
  signature: string;

  @Field(() => String, {
    nullable: true,
    description: 'Public key that signed, multibase; the DID’s own when absent.',
  })
  key?: string | null;
}

@InputType({ description: 'Which of the viewer’s memberships to export.' })
export class ExportMyDataInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => Int, {
    defaultValue: EXPORT_RECORDS_MAX,
    description: 'Contributions and other records in the bundle, 1 to 1,000.',
  })
  first: number;

  @Field(() => ID, { nullable: true, description: '`next` of the bundle before; absent for the first.' })
  after?: string | null;
}

@InputType({ description: 'Which of the viewer’s memberships to erase.' })
export class EraseMyDataInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;
}

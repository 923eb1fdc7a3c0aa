import { Field, ID, InputType, Int } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { CidScalar } from '../../kit/schema/scalars.js';

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

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'A contribution to take back.' })
export class WithdrawContributionInput {
  @Field(() => ID, { description: 'The viewer’s own.' })
  contribution: string;
}

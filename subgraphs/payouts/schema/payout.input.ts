import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { BigIntScalar } from '../../kit/schema/scalars.js';
import { SignedInput } from '../../kit/schema/signed.input.js';

@InputType({
  description:
    'A payout from a balance: the signed statement Withdrawal {cooperative, amountMinor, destination, member, idempotencyKey}, `amountMinor` null for the whole balance and `member` the viewer’s DID.',
})
export class WithdrawBalanceInput extends SignedInput {
  @Field(() => ID, { description: 'The co-op in which the balance is.' })
  cooperative: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Minor units, above zero; by default the whole balance.',
  })
  amountMinor?: bigint | null;

  @Field(() => String, {
    defaultValue: 'default',
    description:
      'Token of the payment rail for where to pay, 1 to 100 characters; by default the account it has on file. A new one is paid to only after it has cooled off.',
  })
  destination: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'A destination of payouts to forget.' })
export class RemovePayoutDestinationInput {
  @Field(() => ID, { description: 'The co-op in which the balance is.' })
  cooperative: string;

  @Field(() => String, { description: 'Digest of the destination, 64 lowercase hex digits.' })
  digest: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

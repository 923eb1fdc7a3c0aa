import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { Context } from './context.js';

@InputType({ description: 'A claim of money that came back after an erasure.' })
export class ClaimUnclaimedInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@ObjectType('UnclaimedClaim', { description: 'What is on its way to whoever claimed it.' })
export class UnclaimedClaimType {
  @Field(() => MoneyType, { description: 'All that waited for them.' })
  @Access('signedIn')
  amount: MoneyType;
}

@Resolver()
export class ClaimResolver {
  @Mutation(() => UnclaimedClaimType, {
    description:
      'Sends again what could not be paid to the viewer after their data was erased, to the account that the payment rail has on file: whoever holds the key of the erased DID.',
  })
  @Access('signedIn')
  async claimUnclaimed(
    @Arg('input', () => ClaimUnclaimedInput) input: ClaimUnclaimedInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<UnclaimedClaimType> {
    return { amount: await services.claimUnclaimed(viewer, input) };
  }
}

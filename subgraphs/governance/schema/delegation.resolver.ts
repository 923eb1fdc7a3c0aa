import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { DelegationType, toDelegationType } from './delegation.type.js';
import { DelegateVoteInput, RevokeDelegationInput } from './inputs.js';

@Resolver()
export class DelegationResolver {
  @Mutation(() => DelegationType, {
    description: 'Lets another member speak wherever the viewer does not vote.',
  })
  @Access('signedIn')
  async delegateVote(
    @Arg('input', () => DelegateVoteInput) input: DelegateVoteInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DelegationType> {
    return toDelegationType(await services.delegateVote(viewer, { ...input, topic: input.topic ?? null }));
  }

  @Mutation(() => DelegationType, { description: 'Ends a delegation of the viewer’s.' })
  @Access('signedIn')
  async revokeDelegation(
    @Arg('input', () => RevokeDelegationInput) input: RevokeDelegationInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DelegationType> {
    return toDelegationType(await services.revokeDelegation(viewer, input));
  }
}

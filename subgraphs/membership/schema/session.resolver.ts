import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { RefreshSessionInput, RequestSignInInput, SignInInput, SignOutInput } from './session.input.js';
import { SessionType, SignInChallengeType, SignedOutType } from './session.type.js';

/** How somebody shows who they are, and stops doing so. */
@Resolver()
export class SessionResolver {
  @Mutation(() => SignInChallengeType, { description: 'Asks for a nonce to sign with a key of a DID.' })
  @Access('public')
  requestSignIn(
    @Arg('input', () => RequestSignInInput) input: RequestSignInInput,
    @Ctx() { services }: Context,
  ): SignInChallengeType {
    return services.requestSignIn(input);
  }

  @Mutation(() => SessionType, { description: 'Signs in with a signed nonce.' })
  @Access('public')
  signIn(
    @Arg('input', () => SignInInput) input: SignInInput,
    @Ctx() { services }: Context,
  ): Promise<SessionType> {
    return services.signIn(input);
  }

  @Mutation(() => SessionType, {
    description: 'Takes a refresh token for new tokens; a second use ends the session.',
  })
  @Access('public')
  refreshSession(
    @Arg('input', () => RefreshSessionInput) input: RefreshSessionInput,
    @Ctx() { services }: Context,
  ): Promise<SessionType> {
    return services.refreshSession(input);
  }

  @Mutation(() => SignedOutType, { description: 'Ends a session, or all of a DID.' })
  @Access('public')
  async signOut(
    @Arg('input', () => SignOutInput) input: SignOutInput,
    @Ctx() { services }: Context,
  ): Promise<SignedOutType> {
    return { endedSessions: await services.signOut(input) };
  }
}

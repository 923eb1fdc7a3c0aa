import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import * as identity from './identityInputs.js';
import { AdvanceClockInput } from './inputs.js';
import { AuthenticatorType, toAuthenticatorType } from './member.type.js';
import { ClockType, SessionType, SignInChallengeType, SignedOutType } from './session.type.js';

/** Who is who, and since when: sign-in, keys, and the clock. */
@Resolver()
export class IdentityResolver {
  @Query(() => ClockType, { description: 'What time it is here.' })
  @Access('public')
  clock(@Ctx() { services }: Context): Promise<ClockType> {
    return services.clock();
  }

  @Mutation(() => SignInChallengeType, { description: 'Asks for a nonce to sign with a key of a DID.' })
  @Access('public')
  requestSignIn(
    @Arg('input', () => identity.RequestSignInInput) input: identity.RequestSignInInput,
    @Ctx() { services }: Context,
  ): SignInChallengeType {
    return services.requestSignIn(input);
  }

  @Mutation(() => SessionType, { description: 'Signs in with a signed nonce.' })
  @Access('public')
  signIn(
    @Arg('input', () => identity.SignInInput) input: identity.SignInInput,
    @Ctx() { services }: Context,
  ): Promise<SessionType> {
    return services.signIn(input);
  }

  @Mutation(() => SessionType, {
    description: 'Takes a refresh token for new tokens; a second use ends the session.',
  })
  @Access('public')
  refreshSession(
    @Arg('input', () => identity.RefreshSessionInput) input: identity.RefreshSessionInput,
    @Ctx() { services }: Context,
  ): Promise<SessionType> {
    return services.refreshSession(input);
  }

  @Mutation(() => SignedOutType, { description: 'Ends a session, or all of a DID.' })
  @Access('public')
  async signOut(
    @Arg('input', () => identity.SignOutInput) input: identity.SignOutInput,
    @Ctx() { services }: Context,
  ): Promise<SignedOutType> {
    return { endedSessions: await services.signOut(input) };
  }

  @Mutation(() => [AuthenticatorType], {
    description: 'Adds a key to the signed-in DID; answers all its keys.',
  })
  @Access('signedIn')
  async addAuthenticator(
    @Arg('input', () => identity.AddAuthenticatorInput) input: identity.AddAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.addAuthenticator(viewer, input)).map(toAuthenticatorType);
  }

  @Mutation(() => [AuthenticatorType], {
    description: 'Puts a new key in the place of one; answers all its keys.',
  })
  @Access('signedIn')
  async rotateAuthenticator(
    @Arg('input', () => identity.RotateAuthenticatorInput) input: identity.RotateAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.rotateAuthenticator(viewer, input)).map(toAuthenticatorType);
  }

  @Mutation(() => [AuthenticatorType], {
    description: 'Revokes a key and ends its sessions; answers all its keys.',
  })
  @Access('signedIn')
  async revokeAuthenticator(
    @Arg('input', () => identity.RevokeAuthenticatorInput) input: identity.RevokeAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.revokeAuthenticator(viewer, input)).map(toAuthenticatorType);
  }

  @Mutation(() => ClockType, {
    description:
      'Moves the clock of all services forward, never back: by an operator, in an installation that runs as a demo (DEMO=true).',
  })
  @Access('operator')
  advanceClock(
    @Arg('input', () => AdvanceClockInput) input: AdvanceClockInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ClockType> {
    return services.advanceClock(viewer, input);
  }
}

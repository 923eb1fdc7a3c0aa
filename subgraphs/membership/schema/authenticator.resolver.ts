import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import {
  AddAuthenticatorInput,
  RevokeAuthenticatorInput,
  RotateAuthenticatorInput,
} from './authenticator.input.js';
import { AuthenticatorType, toAuthenticatorType } from './authenticator.type.js';
import type { Context } from './context.js';

/** The keys by which a DID is known. */
@Resolver()
export class AuthenticatorResolver {
  @Mutation(() => [AuthenticatorType], {
    description: 'Adds a key to the signed-in DID; answers all its keys.',
  })
  @Access('signedIn')
  async addAuthenticator(
    @Arg('input', () => AddAuthenticatorInput) input: AddAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.addAuthenticator(viewer, input)).map(toAuthenticatorType);
  }

  @Mutation(() => [AuthenticatorType], {
    description: 'Puts a new key in the place of one; answers all its keys.',
  })
  @Access('signedIn')
  async rotateAuthenticator(
    @Arg('input', () => RotateAuthenticatorInput) input: RotateAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.rotateAuthenticator(viewer, input)).map(toAuthenticatorType);
  }

  @Mutation(() => [AuthenticatorType], {
    description: 'Revokes a key and ends its sessions; answers all its keys.',
  })
  @Access('signedIn')
  async revokeAuthenticator(
    @Arg('input', () => RevokeAuthenticatorInput) input: RevokeAuthenticatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<AuthenticatorType[]> {
    return (await services.revokeAuthenticator(viewer, input)).map(toAuthenticatorType);
  }
}

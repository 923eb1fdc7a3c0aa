import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { VerifiableCredentialType } from '../../kit/schema/shared.js';
import { isHeld } from '../domain/roles.js';
import { AuthenticatorType, toAuthenticatorType } from './authenticator.type.js';
import { findCooperative } from './cooperative.reference.js';
import { CooperativeType } from './cooperative.type.js';
import { loadNow } from './context.js';
import type { Context } from './context.js';
import { ApplyForMembershipInput, ExitCooperativeInput, SetDisplayNameInput } from './member.input.js';
import { findMember } from './member.reference.js';
import { MemberType, toMemberType } from './member.type.js';
import { RoleGrantType } from './roleGrant.type.js';

@Resolver(() => MemberType)
export class MemberResolver {
  @Query(() => MemberType, {
    nullable: true,
    description: 'A member; null for whom the viewer may not know of.',
  })
  @Access('public')
  member(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<MemberType | null> {
    return findMember(id, context);
  }

  @FieldResolver(() => CooperativeType, { description: 'The co-op of this membership.' })
  @Access('public')
  cooperative(
    @Root() { cooperativeId }: MemberType,
    @Ctx() context: Context,
  ): Promise<CooperativeType | null> {
    return findCooperative(cooperativeId, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'By which name the member wants to be called; null to others than stewards and auditors unless shared.',
  })
  @Access('public')
  async displayName(@Root() { member }: MemberType, @Ctx() { viewer }: Context): Promise<string | null> {
    if (member.displayNameShared) return member.displayName;
    const own = await viewer.memberIn(member.cooperativeId);
    const entitled = own?.memberId === member.id || own?.holds('STEWARD') || own?.holds('AUDITOR');
    return entitled ? member.displayName : null;
  }

  @FieldResolver(() => [RoleGrantType], {
    nullable: true,
    description: 'The roles that the member holds now.',
  })
  @Access('members', 'self')
  async roles(@Root() { member }: MemberType, @Ctx() context: Context): Promise<RoleGrantType[]> {
    const now = await loadNow(context);
    return member.roles.filter((grant) => isHeld(grant, now));
  }

  @FieldResolver(() => VerifiableCredentialType, {
    nullable: true,
    description: 'The membership credential, W3C VC 2.0, by the co-op’s key; null while not admitted.',
  })
  @Access('self')
  async credential(
    @Root() { member }: MemberType,
    @Ctx() { services }: Context,
  ): Promise<VerifiableCredentialType | null> {
    if (member.standing !== 'ADMITTED') return null;
    const document = await services.own.credential(member.cooperativeId, member.id);
    return document && { document };
  }

  @FieldResolver(() => [AuthenticatorType], {
    nullable: true,
    description: 'The keys of the member’s DID, revoked ones too.',
  })
  @Access('self')
  async authenticators(
    @Root() { member }: MemberType,
    @Ctx() { services }: Context,
  ): Promise<AuthenticatorType[]> {
    const authenticators = await services.own.authenticators(member.cooperativeId, member.did);
    return authenticators.map(toAuthenticatorType);
  }

  @Mutation(() => MemberType, { description: 'Applies for membership, with a personhood attestation.' })
  @Access('public')
  async applyForMembership(
    @Arg('input', () => ApplyForMembershipInput) input: ApplyForMembershipInput,
    @Ctx() { services }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.applyForMembership(input));
  }

  @Mutation(() => MemberType, {
    description:
      'Leaves a co-op, on the member’s signature: EXITING until data is withdrawn and the balance settled.',
  })
  @Access('signedIn')
  async exitCooperative(
    @Arg('input', () => ExitCooperativeInput) input: ExitCooperativeInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.exitCooperative(viewer, input));
  }

  @Mutation(() => MemberType, { description: 'Sets the member’s own name, and who may see it.' })
  @Access('signedIn')
  async setDisplayName(
    @Arg('input', () => SetDisplayNameInput) input: SetDisplayNameInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.setDisplayName(viewer, input));
  }
}

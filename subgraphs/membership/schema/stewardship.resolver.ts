import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { MemberType, toMemberType } from './member.type.js';
import * as inputs from './stewardship.input.js';

/** What stewards do about members. */
@Resolver()
export class StewardshipResolver {
  @Mutation(() => MemberType, { description: 'Admits an applicant.' })
  @Access('signedIn')
  async admitMember(
    @Arg('input', () => inputs.AdmitMemberInput) input: inputs.AdmitMemberInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.admitMember(viewer, input));
  }

  @Mutation(() => [MemberType], {
    description: 'Admits several applicants, or none if one of them cannot be.',
  })
  @Access('signedIn')
  async admitMembers(
    @Arg('input', () => inputs.AdmitMembersInput) input: inputs.AdmitMembersInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType[]> {
    return (await services.admitMembers(viewer, input)).map(toMemberType);
  }

  @Mutation(() => MemberType, { description: 'Turns an application down; the applicant may apply again.' })
  @Access('signedIn')
  async rejectApplication(
    @Arg('input', () => inputs.RejectApplicationInput) input: inputs.RejectApplicationInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.rejectApplication(viewer, input));
  }

  @Mutation(() => MemberType, {
    description: 'Proposes to suspend a member’s rights: it takes effect once a second person confirms it.',
  })
  @Access('signedIn')
  async suspendMember(
    @Arg('input', () => inputs.SuspendMemberInput) input: inputs.SuspendMemberInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.suspendMember(viewer, input));
  }

  @Mutation(() => MemberType, { description: 'Ends a suspension that stewards decided on, before its term.' })
  @Access('signedIn')
  async reinstateMember(
    @Arg('input', () => inputs.ReinstateMemberInput) input: inputs.ReinstateMemberInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.reinstateMember(viewer, input));
  }

  @Mutation(() => MemberType, { description: 'Gives a role that is a steward’s to give.' })
  @Access('signedIn')
  async grantRole(
    @Arg('input', () => inputs.GrantRoleInput) input: inputs.GrantRoleInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.grantRole(viewer, input));
  }

  @Mutation(() => MemberType, { description: 'Takes a role that is a steward’s to take.' })
  @Access('signedIn')
  async revokeRole(
    @Arg('input', () => inputs.RevokeRoleInput) input: inputs.RevokeRoleInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.revokeRole(viewer, input));
  }
}

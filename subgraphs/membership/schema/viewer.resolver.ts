import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { CooperativeType, toCooperativeType } from './cooperative.type.js';
import { loadCooperative } from './context.js';
import type { Context } from './context.js';
import { MarkNotificationsReadInput } from './inputs.js';
import { MemberType, toMemberType } from './member.type.js';
import { OrganizationType, toOrganizationType } from './organization.type.js';
import { NotificationConnection, NotificationType, ViewerType, toNotificationType } from './viewer.type.js';

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { nullable: true, description: 'Whoever is signed in; null when nobody is.' })
  @Access('public')
  viewer(@Ctx() { viewer }: Context): ViewerType | null {
    return viewer.did === undefined ? null : { did: viewer.did, operator: viewer.isOperator };
  }

  @FieldResolver(() => [MemberType], { description: 'What the signed-in DID is a member of, or was.' })
  @Access('signedIn')
  async memberships(@Ctx() { services, viewer }: Context): Promise<MemberType[]> {
    return (await services.ownMemberships(viewer)).map(toMemberType);
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The organisation that the DID speaks for.',
  })
  @Access('signedIn')
  async organization(@Ctx() { services, viewer }: Context): Promise<OrganizationType | null> {
    const organization = await services.ownOrganization(viewer);
    return organization && toOrganizationType(organization);
  }

  @FieldResolver(() => Int, { description: 'How many notifications were not marked read.' })
  @Access('signedIn')
  unreadCount(@Ctx() { services, viewer }: Context): Promise<number> {
    return services.unreadCount(viewer);
  }

  @FieldResolver(() => NotificationConnection, { description: 'What waits for the viewer, newest first.' })
  @Access('signedIn')
  async notifications(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services, viewer }: Context,
  ): Promise<Page<NotificationType>> {
    const request = readPage(args, 1);
    const rows = await services.notificationsOf(viewer, request);
    return toPage(rows, request, ({ id }) => [id], toNotificationType);
  }

  @Mutation(() => ViewerType, { description: 'Marks notifications of the viewer read.' })
  @Access('signedIn')
  async markNotificationsRead(
    @Arg('input', () => MarkNotificationsReadInput) input: MarkNotificationsReadInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ViewerType> {
    await services.markNotificationsRead(viewer, input);
    return { did: viewer.requireDid(), operator: viewer.isOperator };
  }
}

@Resolver(() => NotificationType)
export class NotificationResolver {
  @FieldResolver(() => CooperativeType, { description: 'The co-op in which it happened.' })
  @Access('public')
  async cooperative(
    @Root() { cooperativeId }: NotificationType,
    @Ctx() context: Context,
  ): Promise<CooperativeType | null> {
    const cooperative = await loadCooperative(context, cooperativeId);
    return cooperative && toCooperativeType(cooperative);
  }
}

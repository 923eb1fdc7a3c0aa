import { Args, Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { Context } from './context.js';
import { MemberType, toMemberType } from './member.type.js';
import { NotificationConnection, toNotificationType } from './notification.type.js';
import type { NotificationType } from './notification.type.js';
import { OrganizationType, toOrganizationType } from './organization.type.js';
import { ViewerType } from './viewer.type.js';

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
    return (await services.own.memberships(viewer)).map(toMemberType);
  }

  @FieldResolver(() => OrganizationType, {
    nullable: true,
    description: 'The organisation that the DID speaks for.',
  })
  @Access('signedIn')
  async organization(@Ctx() { services, viewer }: Context): Promise<OrganizationType | null> {
    const organization = await services.own.organization(viewer);
    return organization && toOrganizationType(organization);
  }

  @FieldResolver(() => Int, { description: 'How many notifications were not marked read.' })
  @Access('signedIn')
  unreadCount(@Ctx() { services, viewer }: Context): Promise<number> {
    return services.notifications.unreadCount(viewer);
  }

  @FieldResolver(() => NotificationConnection, { description: 'What waits for the viewer, newest first.' })
  @Access('signedIn')
  async notifications(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services, viewer }: Context,
  ): Promise<Page<NotificationType>> {
    const request = readPage(args, 1);
    const found = await services.notifications.page(viewer, request);
    return toPage(found, request, ({ id }) => [id], toNotificationType);
  }
}

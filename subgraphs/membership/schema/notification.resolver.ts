import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { findCooperative } from './cooperative.reference.js';
import { CooperativeType } from './cooperative.type.js';
import type { Context } from './context.js';
import { MarkNotificationsReadInput } from './notification.input.js';
import { NotificationType } from './notification.type.js';
import { ViewerType } from './viewer.type.js';

@Resolver(() => NotificationType)
export class NotificationResolver {
  @FieldResolver(() => CooperativeType, { description: 'The co-op in which it happened.' })
  @Access('public')
  cooperative(
    @Root() { cooperativeId }: NotificationType,
    @Ctx() context: Context,
  ): Promise<CooperativeType | null> {
    return findCooperative(cooperativeId, context);
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

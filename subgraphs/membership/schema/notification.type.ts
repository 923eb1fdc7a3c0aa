import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import type { Notification } from '../domain/notification.js';
import { NotificationKindEnum } from './enums.js';

@ObjectType('Notification', {
  description: 'Something that waits for the viewer, or happened with what is theirs.',
})
export class NotificationType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `ntf_…`.' })
  @Access('public')
  id: string;

  @Field(() => NotificationKindEnum, { description: 'What it tells of.' })
  @Access('public')
  kind: string;

  @Field(() => String, { description: 'In a sentence, without names and amounts.' })
  @Access('public')
  title: string;

  @Field(() => ID, {
    description: 'Id of what it is about: a proposal, a licence, a dividend, a job, an invoice.',
  })
  @Access('public')
  subject: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  @Access('public')
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was marked read; null before.' })
  @Access('public')
  readAt: Date | null;
}

export const NotificationConnection = ConnectionOf(NotificationType, 'Notification');

export function toNotificationType(notification: Notification): NotificationType {
  const { subjectId, recipientDid: _, ...shown } = notification;
  return Object.assign(new NotificationType(), { ...shown, subject: subjectId });
}

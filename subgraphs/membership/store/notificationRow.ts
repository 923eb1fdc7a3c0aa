import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Notification, NotificationKind } from '../domain/notification.js';

@Entity('notification')
export class NotificationRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'recipient_did' })
  recipientDid: string;

  @Column('text')
  kind: string;

  /** Id of what the notification is about. */
  @Column('text', { name: 'subject_id' })
  subjectId: string;

  @Column('text')
  title: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt: Date | null;
}

export function toNotification(row: NotificationRow): Notification {
  return { ...row, kind: row.kind as NotificationKind };
}

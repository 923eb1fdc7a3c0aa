import { z } from 'zod';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { Notification } from '../domain/notification.js';
import { countUnread, listNotifications, markRead } from '../store/notificationStore.js';
import type { MembershipDeps } from './deps.js';
import { idOf, readInput } from './input.js';

const markSchema = z.object({ ids: z.array(idOf('ntf')).max(100).nullish() });

/** What the signed-in DID was told, newest first, one more than asked for. @throws UNAUTHENTICATED */
export function notificationsOf(
  { store }: MembershipDeps,
  viewer: Viewer,
  page: PageRequest,
): Promise<Notification[]> {
  const did = viewer.requireDid();
  return store.transaction({ viewer: did }, (tx) => listNotifications(tx, did, page));
}

/** @throws UNAUTHENTICATED */
export function unreadCount({ store }: MembershipDeps, viewer: Viewer): Promise<number> {
  const did = viewer.requireDid();
  return store.transaction({ viewer: did }, (tx) => countUnread(tx, did));
}

/** Marks notifications read: those named, or all. Ids of others' are passed over. @throws UNAUTHENTICATED, BAD_USER_INPUT */
export async function markNotificationsRead(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof markSchema>,
): Promise<void> {
  const did = viewer.requireDid();
  const { ids } = readInput(markSchema, given);
  await store.transaction({ viewer: did }, (tx) => markRead(tx, did, ids ?? null));
}

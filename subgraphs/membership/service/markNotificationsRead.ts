import { z } from 'zod';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { markRead } from '../store/notificationStore.js';
import { idOf, readInput } from './input.js';

const NOTIFICATIONS_MAX = 100;

const inputSchema = z.object({ ids: z.array(idOf('ntf')).max(NOTIFICATIONS_MAX).nullish() });

/**
 * Marks notifications of the viewer read: those named, or all. Ids of others' are passed over.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, in this order.
 */
export function markNotificationsRead(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<void> => {
    const did = viewer.requireDid();
    const { ids } = readInput(inputSchema, given);
    await store.transaction({ viewer: did }, (tx) => markRead(tx, did, ids ?? null));
  };
}

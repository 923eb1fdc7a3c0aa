import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Notification } from '../domain/notification.js';
import { countUnread, listNotifications } from '../store/notificationStore.js';

/** What the signed-in DID was told. @throws UNAUTHENTICATED */
export function readNotifications(store: Store) {
  return {
    /** Newest first, one more than asked for. */
    async page(viewer: Viewer, page: PageRequest): Promise<Notification[]> {
      const did = viewer.requireDid();
      return store.transaction({ viewer: did }, (tx) => listNotifications(tx, did, page));
    },
    async unreadCount(viewer: Viewer): Promise<number> {
      const did = viewer.requireDid();
      return store.transaction({ viewer: did }, (tx) => countUnread(tx, did));
    },
  };
}

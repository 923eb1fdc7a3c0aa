import { COMMON } from '../errors/table.js';
import type { Reader } from '../journal/reactions.js';

/**
 * Whether a service has heard of late which sessions have ended.
 *
 * @param membership - the reader of membership's journal; absent until the service reads others' journals.
 * @param now - by the clock of `heardAt`.
 * @throws PROJECTION_BEHIND
 * @see ../decisions/0010-a-session-that-ended-changes-nothing.md
 */
export function requireSessionsKnown(
  membership: Pick<Reader, 'heardAt'> | undefined,
  lagMaxMs: number,
  now = performance.now(),
): void {
  if (membership && now - membership.heardAt() <= lagMaxMs) return;
  const message = 'This service has not heard lately which sessions have ended; ask again.';
  throw COMMON.PROJECTION_BEHIND.raise(message, { service: 'membership' });
}

import { COMMON } from '../errors/table.js';
import { isId } from '../domain/ids.js';
import type { FeedPort } from '../journal/feed.js';
import type { Reader } from '../journal/reactions.js';

/**
 * Waits until this service's projections reflect those entries of other services' journals. Entries of services
 * that this one does not follow are nothing to wait for.
 *
 * @throws PROJECTION_BEHIND after `waitMs`.
 */
export async function catchUpWith(
  readers: ReadonlyMap<string, { reader: Reader; feed: FeedPort }>,
  positions: readonly { service: string; entry: string }[],
  waitMs: number,
): Promise<void> {
  const until = Date.now() + waitMs;
  for (const { service, entry } of positions) {
    const followed = readers.get(service);
    if (!followed || !isId('jrn', entry)) continue;
    const position = await followed.feed.positionOf(entry, until - Date.now());
    const there =
      position !== null && (await followed.reader.reached(position, Math.max(0, until - Date.now())));
    if (!there)
      throw COMMON.PROJECTION_BEHIND.raise('This service has not caught up yet; ask again.', { service });
  }
}

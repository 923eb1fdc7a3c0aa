import { COMMON } from '../errors/table.js';
import { isId } from '../domain/ids.js';
import type { FeedPort } from '../journal/feed.js';
import type { Reader } from '../journal/reactions.js';
import type { Pause } from '../http/pause.js';
import type { Waits } from './waits.js';

/** A journal that this service follows. */
export interface Followed {
  readonly reader: Pick<Reader, 'reached'>;
  readonly feed: Pick<FeedPort, 'positionOf'>;
}

export interface Waiting {
  /** Whose request it is; nobody waits for somebody unknown. */
  viewer: string | undefined;
  waitMs: number;
  waits: Waits;
  /** Hears when the wait begins. */
  pause?: Pause | undefined;
}

/**
 * Waits until this service's projections reflect those entries of other services' journals. Entries of services
 * that this one does not follow are nothing to wait for. An entry exists before anybody can know of it, so one that is
 * unknown will not come, and is not waited for.
 *
 * @throws BAD_USER_INPUT for an entry that stands in no journal; PROJECTION_BEHIND after `waitMs`, or at once where
 *   nobody is signed in or as many wait as may.
 */
export async function catchUpWith(
  readers: ReadonlyMap<string, Followed>,
  positions: readonly { service: string; entry: string }[],
  { viewer, waitMs, waits, pause }: Waiting,
): Promise<void> {
  const until = Date.now() + waitMs;
  for (const { service, entry } of positions) {
    const followed = readers.get(service);
    if (!followed || !isId('jrn', entry)) continue;
    const isThere =
      (await reached(followed, service, entry, 0)) ||
      (viewer !== undefined &&
        (await waits.within(viewer, () =>
          paused(pause, () => reached(followed, service, entry, until - Date.now())),
        )));
    if (!isThere)
      throw COMMON.PROJECTION_BEHIND.raise('This service has not caught up yet; ask again.', { service });
  }
}

async function paused<T>(pause: Pause | undefined, wait: () => Promise<T>): Promise<T> {
  const resume = pause?.();
  try {
    return await wait();
  } finally {
    resume?.();
  }
}

async function reached(
  { reader, feed }: Followed,
  service: string,
  entry: string,
  waitMs: number,
): Promise<boolean> {
  const until = Date.now() + waitMs;
  const position = await feed.positionOf(entry, Math.max(0, waitMs));
  if (position === 'UNKNOWN') {
    throw COMMON.BAD_USER_INPUT.raise('No journal has the entry that this request is to be behind.', {
      service,
    });
  }
  return position !== null && reader.reached(position, Math.max(0, until - Date.now()));
}

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Taken } from './unsentAnswers.js';

/** Under the timeouts of common proxies, and half of the silence after which a reader of ours gives up. */
const KEEP_ALIVE_MS = 12_000;
/** Looks in a row, a minute, at which the other end has not taken what was sent it. */
const UNREAD_MAX = 5;
/** A comment of a server-sent event stream: readers pass over it. */
const KEEP_ALIVE = ':\n\n';

/**
 * Sends what comes, as it comes. While the other end does not read, nothing more is asked for; a sign of life now and
 * then tells either end when the other is gone.
 *
 * @param head - names and values of headers, one after another.
 * @param holds - hears of what the other end has yet to take, and gives what is called when it has.
 */
export async function sendStream(
  response: ServerResponse,
  { status, head }: { status: number; head: readonly string[] },
  stream: (gone: AbortSignal) => AsyncIterable<string>,
  holds: (bytes: number) => Taken = () => () => undefined,
): Promise<void> {
  const gone = new AbortController();
  if (response.destroyed) {
    gone.abort();
    // Begun all the same, so that it lets go of what it holds.
    for await (const _ of stream(gone.signal)) return;
    return;
  }
  const leave = (): void => gone.abort();
  response.once('close', leave);
  response.writeHead(status, [...head]);
  response.flushHeaders();
  let unread = 0;
  const alive = setInterval(() => {
    unread = response.writableNeedDrain ? unread + 1 : 0;
    if (unread >= UNREAD_MAX) response.destroy();
    else if (unread === 0) response.write(KEEP_ALIVE);
  }, KEEP_ALIVE_MS);
  try {
    for await (const chunk of stream(gone.signal)) {
      if (gone.signal.aborted) break;
      if (response.write(chunk)) continue;
      const taken = holds(Buffer.byteLength(chunk));
      await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
      taken();
    }
  } finally {
    clearInterval(alive);
    response.off('close', leave);
    response.end();
  }
}

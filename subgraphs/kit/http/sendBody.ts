import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** What a connection is given at once. */
const CHUNK_BYTES = 64 * 1024;

/** Sends a body piece by piece, the next when the other end has taken the last, and ends when it has taken all or gone. */
export async function sendBody(response: ServerResponse, body: Buffer): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  try {
    for (let at = 0; at < body.length && !gone.signal.aborted; at += CHUNK_BYTES) {
      if (response.write(body.subarray(at, at + CHUNK_BYTES))) continue;
      await once(response, 'drain', { signal: gone.signal });
    }
    if (gone.signal.aborted) return;
    const finished = once(response, 'finish', { signal: gone.signal });
    response.end();
    await finished;
  } catch {
    // Gone; nothing is left to be done.
  } finally {
    response.off('close', leave);
  }
}

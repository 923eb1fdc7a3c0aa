import type { ServerResponse } from 'node:http';

/** What a connection is given at once. */
const CHUNK_BYTES = 64 * 1024;

/** Sends a body piece by piece, the next when the other end has taken the last, and ends when it has taken all or gone. */
export function sendBody(response: ServerResponse, body: Buffer): Promise<void> {
  return new Promise((done) => {
    let at = 0;
    const more = (): void => {
      for (; at + CHUNK_BYTES < body.length; at += CHUNK_BYTES) {
        if (response.destroyed) return;
        if (response.write(body.subarray(at, at + CHUNK_BYTES))) continue;
        at += CHUNK_BYTES;
        return void response.once('drain', more);
      }
      response.end(body.subarray(at));
    };
    response.once('finish', done);
    // Who has gone takes nothing any more.
    response.once('close', done);
    more();
  });
}

import type { IncomingMessage } from 'node:http';
import { ERRORS } from '../errors.js';
import { refusal } from '../observability/refusal.js';

/** A sender that goes on a little gets to read our refusal; one that sends many times the limit is cut off. */
const READ_ON_FACTOR = 4;

/**
 * Reads a request's body.
 *
 * @throws BODY_TOO_LARGE (413), as soon as the length announced or received says so; REQUEST_INCOMPLETE (499), which
 *   nobody hears.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bytesMax * READ_ON_FACTOR) return Promise.reject(tooLarge(bytesMax));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) {
        chunks.push(chunk);
      } else if (bytes > bytesMax * READ_ON_FACTOR) {
        request.pause();
        reject(tooLarge(bytesMax));
      }
    });
    request.on('end', () => {
      if (bytes > bytesMax) reject(tooLarge(bytesMax));
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    // Of a request an error says only that its connection has ended.
    request.on('error', () => reject(incomplete()));
  });
}

function tooLarge(limit: number) {
  const error = ERRORS.BODY_TOO_LARGE.raise(`A body has at most ${limit} bytes here.`, { limit });
  return refusal(error, 413, { connection: 'close' });
}

/** The status is one that no server sends; logs of common proxies have it for the same. */
function incomplete() {
  return refusal(ERRORS.REQUEST_INCOMPLETE.raise('The connection has ended.'), 499);
}

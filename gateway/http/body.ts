import type { IncomingMessage } from 'node:http';
import { ERRORS } from '../errors.js';
import { refusal } from '../observability/refusal.js';

/** A sender that goes on a little gets to read our refusal; one that sends many times the limit is cut off. */
const READ_ON_FACTOR = 4;

/**
 * Reads a request's body.
 *
 * @throws BODY_TOO_LARGE (413), as soon as the length announced or received says so.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLarge = () => {
    const error = ERRORS.BODY_TOO_LARGE.raise(`A body has at most ${bytesMax} bytes here.`, {
      limit: bytesMax,
    });
    return refusal(error, 413, { connection: 'close' });
  };
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bytesMax * READ_ON_FACTOR) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Without this option, leaving the loop would destroy the socket that the refusal goes out on.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bytesMax) chunks.push(chunk);
    else if (bytes > bytesMax * READ_ON_FACTOR) break;
  }
  if (bytes > bytesMax) throw tooLarge();
  return Buffer.concat(chunks);
}

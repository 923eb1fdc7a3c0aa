import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { ERRORS } from '../errors.js';
import { badRequest, refusal } from '../observability/refusal.js';

type Inflate = (body: Buffer, options: { maxOutputLength: number }) => Buffer;

const CODINGS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

const ACCEPTED = { 'accept-encoding': 'gzip, deflate, br' };

/**
 * Undoes the compression of a body. It is done at once, not in another thread: a quarter of a MiB takes a millisecond.
 *
 * @param bytesMax - of what comes out; no more is made before it is refused.
 * @throws UNSUPPORTED_MEDIA_TYPE (415) for another coding or several on top of each other, INFLATED_BODY_TOO_LARGE (413),
 *   BAD_REQUEST (400) for what is not in the coding that it claims.
 */
export function inflated(body: Buffer, coding: string | undefined, bytesMax: number): Buffer {
  const name = (coding ?? 'identity').trim().toLowerCase();
  if (name === 'identity') return body;
  const inflate = CODINGS.get(name);
  if (!inflate) {
    const error = ERRORS.UNSUPPORTED_MEDIA_TYPE.raise(
      'A body may be compressed by gzip, deflate or br, once.',
    );
    throw refusal(error, 415, ACCEPTED);
  }
  try {
    return inflate(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') {
      throw badRequest(`The body is not compressed by ${name}.`);
    }
    const facts = { limit: bytesMax };
    const tooLarge = ERRORS.INFLATED_BODY_TOO_LARGE.raise(
      `A body has at most ${bytesMax} bytes when its compression is undone.`,
      facts,
    );
    throw refusal(tooLarge, 413);
  }
}

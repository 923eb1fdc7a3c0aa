import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateDeflate } from 'node:zlib';
import { ExchangeFailed } from './http/exchange.js';

export type Encoding = 'gzip' | 'deflate' | 'br';

const WAYS = {
  gzip: promisify(gunzip),
  deflate: promisify(inflateDeflate),
  br: promisify(brotliDecompress),
} as const;

/**
 * Undoes a body's compression, off the event loop, and stops as soon as more than `bytesMax` come out.
 *
 * @throws ExchangeFailed TOO_LARGE, or MALFORMED where it is not what it says.
 */
export async function inflate(body: Buffer, encoding: Encoding, bytesMax: number): Promise<Buffer> {
  try {
    return await WAYS[encoding](body, { maxOutputLength: bytesMax });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ExchangeFailed(tooLarge ? 'TOO_LARGE' : 'MALFORMED', error);
  }
}

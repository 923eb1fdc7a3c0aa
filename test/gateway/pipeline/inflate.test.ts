import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { memoryKeys, readReply, startToyGateway } from '../support/toys.js';
import type { ToyGateway, ToyReply } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const { membership, governance } = village(keys);
let gateway: ToyGateway;
beforeAll(async () => {
  gateway = await startToyGateway(keys, [membership, governance], { HTTP_BODY_INFLATED_MAX_BYTES: '4096' });
});
afterAll(() => gateway.stop());

async function post(body: Buffer, coding: string): Promise<ToyReply> {
  const headers = { 'content-type': 'application/json', 'content-encoding': coding };
  return readReply(
    await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: new Uint8Array(body) }),
  );
}

const padded = (bytes: number): string => `{"query":"{ me }"}${' '.repeat(bytes - 18)}`;
const codings = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

describe('a compressed body', () => {
  test.each(codings)('by %s is read', async (coding, compress) => {
    expect((await post(compress(padded(4_096)), coding)).body).toEqual({ data: { me: null } });
  });

  test('by none is read', async () => {
    expect((await post(Buffer.from(padded(100)), 'identity')).body).toEqual({ data: { me: null } });
  });

  test.each(codings)('by %s of one byte more is refused', async (coding, compress) => {
    const { status, body } = await post(compress(padded(4_097)), coding);
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'INFLATED_BODY_TOO_LARGE',
      retry: 'corrected',
      limit: 4_096,
    });
  });

  test.each(codings)('by %s that grows a thousandfold is refused', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(16 * 2 ** 20));
    expect(bomb.length).toBeLessThan(20_000);
    expect((await post(bomb, coding)).codes).toEqual(['INFLATED_BODY_TOO_LARGE']);
  });

  test.each([
    ['of a coding that is not what it says', 'gzip', Buffer.from('{"query":"{ me }"}'), 400, 'BAD_REQUEST'],
    ['that breaks off', 'gzip', gzipSync(padded(100)).subarray(0, 30), 400, 'BAD_REQUEST'],
    ['without its frame', 'deflate', deflateRawSync(padded(100)), 400, 'BAD_REQUEST'],
    ['that is empty', 'br', Buffer.alloc(0), 400, 'BAD_REQUEST'],
    ['by another coding', 'zstd', Buffer.from('x'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['twice', 'gzip, gzip', gzipSync(gzipSync(padded(100))), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['by the name of a method', 'constructor', Buffer.from('x'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s is refused', async (_, coding, bytes, status, code) => {
    const reply = await post(bytes, coding);
    expect({ status: reply.status, codes: reply.codes }).toEqual({ status, codes: [code] });
    if (status === 415) expect(reply.headers.get('accept-encoding')).toBe('gzip, deflate, br');
  });
});

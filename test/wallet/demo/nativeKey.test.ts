import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { nativeKeyFromSeed } from '../../../wallet/demo/nativeKey.js';
import { signingKeyFromSeed } from '../../../wallet/keys/signingKey.js';

describe('the native signing key', () => {
  it('is the portable one, byte for byte, whatever the seed and the message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), (seed, message) => {
        const [native, portable] = [nativeKeyFromSeed(seed), signingKeyFromSeed(seed)];
        expect(native.did).toBe(portable.did);
        expect(native.publicKey).toEqual(portable.publicKey);
        expect([...native.sign(message)]).toEqual([...portable.sign(message)]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([0, 31, 33])('is not made from %d bytes', (length) => {
    expect(() => nativeKeyFromSeed(new Uint8Array(length))).toThrow();
  });
});

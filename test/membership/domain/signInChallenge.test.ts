import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import {
  CHALLENGE_LIFE_MS,
  issueChallenge,
  openChallenge,
} from '../../../subgraphs/membership/domain/signInChallenge.js';

const secret = randomBytes(32);
const now = new Date('2026-03-01T12:00:00.123Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const DID = 'did:key:z6MkAnybody';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as DomainError).code;
  }
  return 'none';
}

describe('a sign-in challenge', () => {
  it('opens until it expires, and says when that is', () => {
    const { nonce, expiresAt } = issueChallenge(secret, DID, now);
    expect(expiresAt).toEqual(later(CHALLENGE_LIFE_MS));
    expect(openChallenge(secret, DID, nonce, later(CHALLENGE_LIFE_MS - 1))).toEqual(expiresAt);
    expect(codeOf(() => openChallenge(secret, DID, nonce, later(CHALLENGE_LIFE_MS)))).toBe(
      'CHALLENGE_EXPIRED',
    );
  });

  it('is another one each time', () => {
    expect(issueChallenge(secret, DID, now).nonce).not.toBe(issueChallenge(secret, DID, now).nonce);
  });

  const { nonce } = issueChallenge(secret, DID, now);
  const cases = [
    { name: 'for another DID', open: () => openChallenge(secret, `${DID}x`, nonce, now) },
    { name: 'made with another secret', open: () => openChallenge(randomBytes(32), DID, nonce, now) },
    { name: 'that is empty', open: () => openChallenge(secret, DID, '', now) },
    { name: 'with something after it', open: () => openChallenge(secret, DID, `${nonce}A`, now) },
    { name: 'with padding', open: () => openChallenge(secret, DID, `${nonce}=`, now) },
    { name: 'cut short', open: () => openChallenge(secret, DID, nonce.slice(0, -4), now) },
  ];
  it.each(cases)('is refused $name', ({ open }) => expect(codeOf(open)).toBe('CHALLENGE_INVALID'));

  it('is refused with any bit changed, so that nobody gives it a longer life', () => {
    const bytes = Buffer.from(nonce, 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(codeOf(() => openChallenge(secret, DID, changed.toString('base64url'), now))).toBe(
          'CHALLENGE_INVALID',
        );
      }),
    );
  });
});

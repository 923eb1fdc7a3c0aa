import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SecretFinder } from '../support/secretFinder.js';

// A search that finds nothing proves something only if it would have found it.
describe('the search for secrets', () => {
  const secret = randomBytes(32);
  const finder = new SecretFinder(new Map([['the seed', secret]]));
  const cases = [
    { name: 'in hex', text: secret.toString('hex') },
    { name: 'in upper-case hex', text: secret.toString('hex').toUpperCase() },
    { name: 'in hex after an odd digit', text: `\\x0${secret.toString('hex')}` },
    { name: 'in base64', text: `{"d":"${secret.toString('base64')}"}` },
    { name: 'in base64url', text: `{"d":"${secret.toString('base64url')}"}` },
    { name: 'in base64 with something before it', text: `seed${secret.toString('base64url')}` },
    {
      name: 'in base64 of something larger',
      text: Buffer.concat([randomBytes(13), secret, randomBytes(7)]).toString('base64'),
    },
    {
      name: 'in hex of something larger',
      text: Buffer.concat([randomBytes(5), secret, randomBytes(7)]).toString('hex'),
    },
  ];

  test.each(cases)('finds one $name', ({ text }) => {
    expect(finder.inText(`before ${text} after`)).toEqual(['the seed']);
  });

  test('finds one as it is, among other bytes', () => {
    expect(finder.inBytes(Buffer.concat([randomBytes(1_000), secret, randomBytes(1_000)]))).toEqual([
      'the seed',
    ]);
  });

  test('finds nothing in random bytes, nor in a secret with one bit changed', () => {
    const other = Buffer.from(secret);
    other[31]! ^= 1;
    expect(finder.inBytes(randomBytes(1 << 20))).toEqual([]);
    expect(finder.inText(other.toString('hex'))).toEqual([]);
  });

  test('refuses to look for what is too short to be found but by chance', () => {
    expect(() => new SecretFinder(new Map([['a digit', Buffer.of(7)]]))).toThrow('by chance');
  });
});

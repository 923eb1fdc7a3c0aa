import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LocalPassport } from '../../../subgraphs/kit/identity/localPassport.js';
import { bodyHash, signPassport, verifyPassport } from '../../../subgraphs/kit/identity/passport.js';
import { PassportReader } from '../../../subgraphs/kit/identity/passportReader.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const CLAIMS = { aud: 'data', rid: 'request-1', jti: 'one', sub: 'did:key:a', sid: 'ses_a' };
const refusal = expect.objectContaining({ code: 'PASSPORT_INVALID' });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1_000);
const byLibrary = (claims: object = CLAIMS, options: jwt.SignOptions = {}): string =>
  jwt.sign(claims, privateKey, { algorithm: 'ES256', issuer: 'gateway', expiresIn: 30, ...options });

describe('a signed passport', () => {
  test('says what it was made of, whatever that is', () => {
    const text = fc.string({ unit: 'grapheme' });
    const claims = fc.record({ rid: text, jti: text, sub: text, sid: text, bh: text });
    fc.assert(
      fc.property(claims, (made) => {
        const given = { aud: 'data', ...made };
        expect(verifyPassport(signPassport(privateKey, given), publicKey, 'data')).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  test('is a plain JWT, as other libraries read and write it', () => {
    const read = jwt.verify(signPassport(privateKey, CLAIMS), publicKey, { algorithms: ['ES256'] });
    expect(read).toMatchObject({ ...CLAIMS, iss: 'gateway' });
    expect(verifyPassport(byLibrary(), publicKey, 'data')).toEqual(CLAIMS);
  });

  const [header, body, signature] = signPassport(privateKey, CLAIMS).split('.') as [string, string, string];
  const mac = (head: string) =>
    `${head}.${createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
      .update(head)
      .digest('base64url')}`;
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const cases: { name: string; token: string | undefined }[] = [
    { name: 'that is none', token: undefined },
    { name: 'that is empty', token: '' },
    { name: 'of one part', token: 'passport' },
    { name: 'of four parts', token: `${header}.${body}.${signature}.x` },
    { name: 'without a signature', token: `${header}.${body}.` },
    { name: 'with half a signature', token: `${header}.${body}.${signature.slice(0, 40)}` },
    { name: 'with a signature of zeros', token: `${header}.${body}.${'A'.repeat(86)}` },
    {
      name: 'with another body',
      token: `${header}.${encode({ ...CLAIMS, iss: 'gateway', exp: seconds() + 30 })}.${signature}`,
    },
    { name: 'that nobody signed', token: `${encode({ alg: 'none', typ: 'JWT' })}.${body}.` },
    { name: 'under the public key', token: mac(`${encode({ alg: 'HS256', typ: 'JWT' })}.${body}`) },
    { name: 'whose header says more', token: byLibrary(CLAIMS, { keyid: 'one' }) },
    { name: 'by another key', token: signPassport(other, CLAIMS) },
    { name: 'for another audience', token: signPassport(privateKey, { ...CLAIMS, aud: 'payouts' }) },
    { name: 'of another issuer', token: byLibrary(CLAIMS, { issuer: 'membership' }) },
    { name: 'that has expired', token: byLibrary(CLAIMS, { expiresIn: -6 }) },
    { name: 'that lacks a claim', token: byLibrary({ aud: 'data', rid: 'request-1' }) },
    { name: 'for a list of audiences', token: byLibrary({ ...CLAIMS, aud: ['data'] }) },
  ];
  test.each(cases)('$name is refused', ({ token }) => {
    expect(() => verifyPassport(token, publicKey, 'data')).toThrow(refusal);
  });

  test('that ended within the tolerance of clocks is taken', () => {
    expect(verifyPassport(byLibrary(CLAIMS, { expiresIn: -2 }), publicKey, 'data')).toEqual(CLAIMS);
  });
});

describe('a reader of passports', () => {
  const reader = new PassportReader('data', () => publicKey);
  const headers = {};
  const query = '{ me }';

  test('takes one of this process without a signature', () => {
    expect(reader.claimsOf({ query, headers, localPassport: new LocalPassport(CLAIMS) })).toEqual(CLAIMS);
  });

  const claims = { ...CLAIMS };
  const strange: { name: string; localPassport: unknown }[] = [
    { name: 'for another service', localPassport: new LocalPassport({ ...CLAIMS, aud: 'payouts' }) },
    {
      name: 'that came as JSON',
      localPassport: JSON.parse(JSON.stringify({ ...new LocalPassport(CLAIMS), claims })),
    },
    {
      name: 'that only looks like one',
      localPassport: Object.create(LocalPassport.prototype, { claims: { value: claims } }),
    },
    { name: 'that is a text', localPassport: 'passport' },
    { name: 'that is null', localPassport: null },
  ];
  test.each(strange)('refuses one $name', ({ localPassport }) => {
    const shown = { query, headers, localPassport: localPassport as LocalPassport };
    expect(() => reader.claimsOf(shown)).toThrow(refusal);
  });

  const body = { query: 'query One($a: Int) { me(a: $a) } query Two { me }', variables: { a: 1 } };
  const bound = { ...CLAIMS, bh: bodyHash({ ...body, operationName: 'One' }) };
  const passport = signPassport(privateKey, bound);
  const request = { ...body, operationName: 'One', headers: { passport } };

  test('takes a signed one with the body that it was made for', () => {
    expect(reader.claimsOf(request)).toEqual(bound);
    expect(reader.claimsOf(request)).toEqual(bound);
  });

  test.each([
    { name: 'another document', other: { query: '{ me }' } },
    { name: 'a document that says the same', other: { query: `${body.query} ` } },
    { name: 'other variables', other: { variables: { a: 2 } } },
    { name: 'no variables', other: { variables: undefined } },
    { name: 'another operation', other: { operationName: 'Two' } },
    { name: 'no operation', other: { operationName: undefined } },
    { name: 'another signature', other: { headers: { passport: `${passport}x` } } },
    {
      name: 'one that is bound to nothing',
      other: { headers: { passport: signPassport(privateKey, CLAIMS) } },
    },
  ])('refuses it with $name', ({ other }) => {
    expect(() => reader.claimsOf({ ...request, ...other })).toThrow(refusal);
  });

  test('refuses all while the gateway has no key', () => {
    const early = new PassportReader('data', () => undefined);
    expect(() => early.claimsOf(request)).toThrow(refusal);
  });
});

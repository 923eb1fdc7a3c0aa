// cspell:ignore Nlcjpw
import { describe, expect, test } from '@jest/globals';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { AccessTokens } from '../../../gateway/identity/accessTokens.js';
import { KeySet } from '../../../gateway/identity/keySet.js';
import { DID, ISSUER, ToyIssuer } from '../support/toys.js';

const issuer = new ToyIssuer();
const keys = new KeySet(issuer.fetchKeys, { lifeMs: 60_000, refetchMinMs: 10_000, warn: () => undefined });
const tokens = new AccessTokens(keys, { issuer: ISSUER, audience: ISSUER, clockToleranceSeconds: 5 });
const read = (token: string) => tokens.read(`Bearer ${token}`);

function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = { sub: 'did:key:z6MkOther', sid: 'ses_toy', iss: ISSUER, aud: ISSUER, exp: 9_999_999_999 };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

function symmetric(): string {
  const pem = createPublicKey(issuer.pair.publicKey.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'pem',
  });
  const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid: issuer.kid })).toString('base64url');
  const body = Buffer.from(
    JSON.stringify({ sub: DID, sid: 's', iss: ISSUER, aud: ISSUER, exp: 9_999_999_999 }),
  ).toString('base64url');
  return `${head}.${body}.${Buffer.from(String(pem)).toString('base64url')}`;
}

/** Signed by the issuer's own key, over a payload that is none. */
function garbled(): string {
  const head = JSON.stringify({ alg: 'ES256', typ: 'JWT', kid: issuer.kid });
  const signed = [head, 'no JSON'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(signed), {
    key: issuer.pair.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${signed}.${signature.toString('base64url')}`;
}

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ours = { algorithm: 'ES256', issuer: ISSUER, audience: ISSUER, expiresIn: 900 } as const;

describe('an access token', () => {
  test('says who is asking', async () => {
    expect(await read(issuer.token())).toEqual({
      did: DID,
      sessionId: 'ses_toy',
      expiresAt: expect.any(Number),
    });
  });

  test('is not needed: nobody is signed in then', async () => {
    expect(await tokens.read(undefined)).toBeNull();
  });

  test('may be late by as much as clocks may differ', async () => {
    expect(await read(issuer.token({}, { expiresIn: -3 }))).not.toBeNull();
  });

  const refused: [string, () => string][] = [
    ['that has expired', () => `Bearer ${issuer.token({}, { expiresIn: -6 })}`],
    ['that is not valid yet', () => `Bearer ${issuer.token({}, { notBefore: 60 })}`],
    ['of another issuer', () => `Bearer ${issuer.token({}, { issuer: 'https://evil.example' })}`],
    ['for another audience', () => `Bearer ${issuer.token({}, { audience: 'https://evil.example' })}`],
    [
      'signed with a key of nobody',
      () => `Bearer ${jwt.sign({ sub: DID, sid: 's' }, stranger, { ...ours, keyid: issuer.kid })}`,
    ],
    ['with an unknown key id', () => `Bearer ${issuer.token({}, { keyid: 'other' })}`],
    ['with no key id', () => `Bearer ${jwt.sign({ sub: DID, sid: 's' }, issuer.pair.privateKey, ours)}`],
    [
      'with no signature',
      () =>
        `Bearer ${jwt.sign({ sub: DID, sid: 's' }, '', { ...ours, algorithm: 'none', keyid: issuer.kid })}`,
    ],
    ['signed with the public key as a secret', () => `Bearer ${symmetric()}`],
    ['whose claims were changed', () => `Bearer ${tampered(issuer.token())}`],
    ['without a session', () => `Bearer ${issuer.token({ sid: undefined })}`],
    ['of a subject that is no DID', () => `Bearer ${issuer.token({ sub: 'mem_1' })}`],
    ['that is none', () => 'Bearer nonsense'],
    ['whose payload is no JSON', () => `Bearer ${garbled()}`],
    ['whose header is no JSON', () => 'Bearer AAAA.AAAA.AAAA'],
    ['of another scheme', () => 'Basic dXNlcjpwYXNz'],
    ['that is empty', () => ''],
    ['among two', () => `Bearer ${issuer.token()}, Bearer ${issuer.token()}`],
  ];
  test.each(refused)('%s is refused', async (_, header) => {
    await expect(tokens.read(header())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      retry: 'corrected',
    });
  });

  test.each([
    ['Basic dXNlcjpwYXNz', 'is to be `Bearer <access token>`'],
    ['', 'is to be `Bearer <access token>`'],
    [issuer.token(), 'is to be `Bearer <access token>`'],
    ['Bearer', 'is no access token'],
    ['Bearer ptk_of_a_partner', 'is no access token'],
    [`Bearer ${issuer.token({}, { expiresIn: -6 })}`, 'has expired: refresh the session'],
    [`Bearer ${issuer.token({}, { keyid: 'other' })}`, 'is not one of ours'],
  ])('is refused in words that say what was wrong, and repeat nothing of it: %#', async (header, words) => {
    const refusal = (await tokens.read(header).catch((error: Error) => error)) as Error;
    expect(refusal.message).toContain(words);
    for (const part of header.split(' ').filter((one) => one.length > 6))
      expect(refusal.message).not.toContain(part);
  });
});

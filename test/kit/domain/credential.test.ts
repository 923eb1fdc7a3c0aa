import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { base58 } from '@scure/base';
import {
  VC_CONTEXT,
  issueCredential,
  signingInput,
  verificationMethodOf,
  verifyCredential,
  verifyProof,
} from '../../../subgraphs/kit/domain/credential.js';
import type { UnsignedCredential, VerifiableCredential } from '../../../subgraphs/kit/domain/credential.js';
import { didFromPublicKey } from '../../../subgraphs/kit/domain/didKey.js';
import type { Did } from '../../../subgraphs/kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../../subgraphs/kit/domain/ed25519.js';
import { toBase64Url, toHex } from '../../../subgraphs/kit/domain/encoding.js';
import { readVector } from './vectors.js';

const file = (name: string) => readVector(`eddsa-jcs-2022/${name}`).trim();
const json = <T>(name: string) => JSON.parse(file(name)) as T;

const keyPair = json<{ publicKeyMultibase: string; privateKeyMultibase: string }>('keyPair.json');
const publishedDid = `did:key:${keyPair.publicKeyMultibase}` as Did;

describe('the published vector', () => {
  const signed = json<VerifiableCredential>('signedJCS.json');

  it('hashes to the published bytes', () => {
    expect(toHex(signingInput(json('unsigned.json'), json('proofConfigJCS.json')))).toBe(
      file('combinedHashJCS.txt'),
    );
  });

  it('signs to the published signature', () => {
    const publicKey = base58.decode(keyPair.publicKeyMultibase.slice(1)).subarray(2);
    const seed = base58.decode(keyPair.privateKeyMultibase.slice(1)).subarray(2);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey), d: toBase64Url(seed) };
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    const signature = signEd25519(
      signingInput(json('unsigned.json'), json('proofConfigJCS.json')),
      privateKey,
    );
    expect(toHex(signature)).toBe(file('sigHexJCS.txt'));
    expect(`z${base58.encode(signature)}`).toBe(file('sigBTC58JCS.txt'));
  });

  it('is proved by the published key and no other', () => {
    expect(verifyProof(signed, publishedDid)).toBe(true);
    expect(verifyProof({ ...signed, name: 'Alumna' }, publishedDid)).toBe(false);
    expect(verifyProof(signed, didFromPublicKey(new Uint8Array(32).fill(7)))).toBe(false);
  });

  it('is no credential of ours, since its issuer is no key', () => {
    expect(verifyCredential(signed, new Date())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('issuer'),
    });
  });
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const issuer = didFromPublicKey(publicKeyBytes(publicKey));
const signer = {
  verificationMethod: verificationMethodOf(issuer),
  sign: (bytes: Uint8Array) => signEd25519(bytes, privateKey),
};
const created = new Date('2025-01-01T00:00:00.000Z');
const now = new Date('2025-06-01T00:00:00.000Z');

const unsigned: UnsignedCredential = {
  '@context': [VC_CONTEXT],
  type: ['VerifiableCredential', 'PersonhoodCredential'],
  issuer,
  validFrom: '2025-01-01T00:00:00.000Z',
  validUntil: '2026-01-01T00:00:00.000Z',
  credentialSubject: { id: publishedDid, nullifier: 'ab'.repeat(32), cooperative: 'coop_1' },
};
const issue = (changes: Partial<UnsignedCredential> = {}) =>
  issueCredential({ ...unsigned, ...changes }, signer, created);
const issued = issue();

describe('a credential', () => {
  it('is verified, as it travels, with the issuer that signed it', () => {
    const travelled: unknown = JSON.parse(JSON.stringify(issued));
    expect(verifyCredential(travelled, now)).toEqual({ ok: true, issuer, credential: travelled });
  });

  it('may name its issuer by an object', () => {
    const named = issue({ issuer: { id: issuer, name: 'Town hall' } as unknown as string });
    expect(verifyCredential(named, now)).toMatchObject({ ok: true, issuer });
  });

  it('may be without end', () => {
    const { validFrom: _from, validUntil: _until, ...timeless } = unsigned;
    expect(verifyCredential(issueCredential(timeless, signer, created), now).ok).toBe(true);
  });

  it('may have gained contexts behind those that were signed', () => {
    const more = { ...issued, '@context': [VC_CONTEXT, 'https://example.org/context'] };
    expect(verifyCredential(more, now).ok).toBe(true);
  });

  const twoContexts = issue({ '@context': [VC_CONTEXT, 'https://example.org/personhood'] });
  const otherContexts = [
    { name: 'changed', contexts: [VC_CONTEXT, 'https://example.org/other'] },
    { name: 'left out', contexts: [VC_CONTEXT] },
    {
      name: 'preceded',
      contexts: [VC_CONTEXT, 'https://example.org/other', 'https://example.org/personhood'],
    },
  ];
  it.each(otherContexts)('is refused if a context that was signed is $name', ({ contexts }) => {
    expect(verifyCredential(twoContexts, now).ok).toBe(true);
    expect(verifyCredential({ ...twoContexts, '@context': contexts }, now).ok).toBe(false);
  });

  const windows = [
    { at: '2024-12-31T23:59:59.999Z', ok: false },
    { at: '2025-01-01T00:00:00.000Z', ok: true },
    { at: '2025-12-31T23:59:59.999Z', ok: true },
    { at: '2026-01-01T00:00:00.000Z', ok: false },
  ];
  it.each(windows)('is valid from its first instant to before its last: $at', ({ at, ok }) => {
    expect(verifyCredential(issued, new Date(at)).ok).toBe(ok);
  });

  const proof = issued.proof;
  const subject = unsigned.credentialSubject;
  const other = generateKeyPairSync('ed25519');
  const otherDid = didFromPublicKey(publicKeyBytes(other.publicKey));
  const refused: [string, unknown][] = [
    ['null', null],
    ['a text', 'credential'],
    ['a list', [issued]],
    ['no proof', unsigned],
    ['two proofs', { ...issued, proof: [proof, proof] }],
    ['a changed subject', { ...issued, credentialSubject: { ...subject, cooperative: 'coop_2' } }],
    ['an added claim', { ...issued, credentialSubject: { ...subject, steward: true } }],
    ['a claim taken away', { ...issued, credentialSubject: { id: subject['id'] } }],
    ['an added member', { ...issued, name: 'x' }],
    ['a later end', { ...issued, validUntil: '2027-01-01T00:00:00.000Z' }],
    ['no end', { ...issued, validUntil: undefined }],
    ['an added type', { ...issued, type: [...issued.type, 'SuperCredential'] }],
    ['a type left out', { ...issued, type: ['PersonhoodCredential'] }],
    ['a context put before', { ...issued, '@context': ['https://example.org/context', VC_CONTEXT] }],
    ['an old context', { ...issued, '@context': ['https://www.w3.org/2018/credentials/v1'] }],
    [
      'a changed context in the proof',
      { ...issued, proof: { ...proof, '@context': ['https://example.org/context'] } },
    ],
    ['no context in the proof', { ...issued, proof: { ...proof, '@context': undefined } }],
    ['another time of signing', { ...issued, proof: { ...proof, created: now.toISOString() } }],
    ['an option added to the proof', { ...issued, proof: { ...proof, nonce: 'x' } }],
    ['another purpose', { ...issued, proof: { ...proof, proofPurpose: 'authentication' } }],
    ['another cryptosuite', { ...issued, proof: { ...proof, cryptosuite: 'eddsa-rdfc-2022' } }],
    ['another kind of proof', { ...issued, proof: { ...proof, type: 'Ed25519Signature2020' } }],
    ['no signature', { ...issued, proof: { ...proof, proofValue: 'z' } }],
    [
      'a signature in another base',
      { ...issued, proof: { ...proof, proofValue: `u${proof.proofValue.slice(1)}` } },
    ],
    ['a signature cut short', { ...issued, proof: { ...proof, proofValue: proof.proofValue.slice(0, -3) } }],
    ['another issuer', { ...issued, issuer: otherDid }],
    ["a stranger's signature in the issuer's name", byStranger(signer.verificationMethod)],
    ["a stranger's signature in the stranger's name", byStranger(verificationMethodOf(otherDid))],
    ['an issuer that is no did:key', { ...issued, issuer: 'https://issuer.example' }],
    ['a proof that has ended', ended()],
    ['a date that is none', issue({ validUntil: 'never' })],
    ['half a surrogate pair', { ...issued, name: '\ud800' }],
    ['endless nesting', { ...issued, evidence: JSON.parse('['.repeat(9000) + ']'.repeat(9000)) as unknown }],
  ];
  it.each(refused)('is refused with %s', (_name, candidate) => {
    const travelled: unknown = typeof candidate === 'object' ? withoutUndefined(candidate) : candidate;
    expect(verifyCredential(travelled, now)).toEqual({ ok: false, reason: expect.any(String) });
  });

  function byStranger(verificationMethod: string): VerifiableCredential {
    const sign = (bytes: Uint8Array) => signEd25519(bytes, other.privateKey);
    return issueCredential(unsigned, { verificationMethod, sign }, created);
  }

  function ended(): unknown {
    const { proofValue: _value, ...options } = { ...proof, expires: '2025-05-01T00:00:00Z' };
    const proofValue = `z${base58.encode(signer.sign(signingInput(unsigned, options)))}`;
    return { ...unsigned, proof: { ...options, proofValue } };
  }

  // What travels as JSON has no undefined members.
  function withoutUndefined(value: unknown): unknown {
    if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, withoutUndefined(member)]));
  }
});

import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { fromMultibase, toHex, utf8 } from '../../../wallet/encoding/bytes.js';
import { canonicalize, sha256Hex } from '../../../wallet/encoding/canonical.js';
import { checkCredential } from '../../../wallet/credentials/check.js';
import {
  hashData,
  secureCredential,
  verifyCredential,
  type Credential,
  type JsonObject,
  type SecuredCredential,
} from '../../../wallet/credentials/dataIntegrity.js';
import { personhoodIssuer } from '../../../wallet/credentials/personhood.js';
import { dueAt, isPromiseOf, type InclusionPromise } from '../../../wallet/credentials/promise.js';
import { newSigningKey, signingKeyFromSeed, signJson, verifyBytes } from '../../../wallet/keys/signingKey.js';
import { publicKeyOf } from '../../../wallet/keys/didKey.js';

const vector = (name: string) => readFileSync(`test/support/vectors/eddsa-jcs-2022/${name}`, 'utf8').trim();
const vectorJson = <T extends JsonObject>(name: string) => JSON.parse(vector(name)) as T;

describe('the W3C vector of eddsa-jcs-2022', () => {
  const signed = vectorJson<SecuredCredential>('signedJCS.json');
  const keys = vectorJson<{ publicKeyMultibase: string; privateKeyMultibase: string }>('keyPair.json');
  const seed = fromMultibase(keys.privateKeyMultibase).slice(2);

  it('agrees at every step from document to hash', () => {
    const { proof, ...document } = signed;
    const { proofValue: _, ...options } = proof;
    expect(canonicalize(document)).toBe(vector('canonDocJCS.txt'));
    expect(canonicalize(options)).toBe(vector('proofCanonJCS.txt'));
    expect(sha256Hex(utf8(canonicalize(document)))).toBe(vector('docHashJCS.txt'));
    expect(sha256Hex(utf8(canonicalize(options)))).toBe(vector('proofHashJCS.txt'));
    expect(toHex(hashData(document, options))).toBe(vector('combinedHashJCS.txt'));
  });

  it('agrees on the key and the proof value', () => {
    const key = signingKeyFromSeed(seed);
    expect(key.multibase).toBe(keys.publicKeyMultibase);
    const unsigned = vectorJson<Credential>('unsigned.json');
    expect(secureCredential(unsigned, key, '2023-02-24T23:36:38Z')).toEqual(signed);
  });

  it('verifies with that key, and not when the document is changed', () => {
    const { proof, ...document } = signed;
    const { proofValue, ...options } = proof;
    const check = (doc: JsonObject) =>
      verifyBytes(fromMultibase(proofValue), hashData(doc, options), publicKeyOf(keys.publicKeyMultibase));
    expect(check(document)).toBe(true);
    expect(check({ ...document, name: 'Another' })).toBe(false);
  });
});

const issuer = personhoodIssuer(new Uint8Array(32).fill(5));
const attested = issuer.attest('alice', 'did:key:zAlice', 'coop_1', '2026-01-01T00:00:00.000Z');

describe('a secured credential', () => {
  it('verifies', () => {
    expect(() => verifyCredential(attested)).not.toThrow();
  });

  const { proof, ...unsecured } = attested;
  const stranger = newSigningKey();
  const cases: { name: string; credential: JsonObject }[] = [
    { name: 'with another subject', credential: { ...attested, credentialSubject: { id: 'did:key:zBob' } } },
    { name: 'with a field more', credential: { ...attested, validUntil: '2030-01-01T00:00:00.000Z' } },
    {
      name: 'of another suite',
      credential: { ...attested, proof: { ...proof, cryptosuite: 'eddsa-rdfc-2022' } },
    },
    {
      name: 'of another proof type',
      credential: { ...attested, proof: { ...proof, type: 'Ed25519Signature2020' } },
    },
    {
      name: 'made to authenticate',
      credential: { ...attested, proof: { ...proof, proofPurpose: 'authentication' } },
    },
    { name: 'dated back', credential: { ...attested, proof: { ...proof, created: '2020-01-01T00:00:00Z' } } },
    {
      name: 'with another context in the proof',
      credential: { ...attested, proof: { ...proof, '@context': [] } },
    },
    { name: 'with no proof', credential: unsecured },
    {
      name: 'with an unreadable proof value',
      credential: { ...attested, proof: { ...proof, proofValue: 'm!' } },
    },
    { name: 'with no issuer', credential: { ...attested, issuer: {} } },
    {
      name: 'that somebody else secured in the name of the issuer',
      credential: secureCredential(unsecured, stranger, '2026-01-01T00:00:00.000Z'),
    },
    {
      name: "that names a stranger's key as the issuer's",
      credential: {
        ...attested,
        proof: { ...proof, verificationMethod: `${stranger.did}#${stranger.multibase}` },
      },
    },
  ];

  it.each(cases)('$name is refused', ({ credential }) => {
    expect(() => verifyCredential(credential as SecuredCredential)).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_INVALID' }),
    );
  });

  it('by an issuer whose keys we cannot read is refused', () => {
    expect(() => verifyCredential({ ...attested, issuer: 'did:web:example.org' })).toThrow(
      expect.objectContaining({ code: 'DID_NOT_SUPPORTED' }),
    );
  });
});

describe('a personhood attestation', () => {
  const nullifierOf = ({ credentialSubject }: SecuredCredential) => credentialSubject.nullifier;
  const again = (person: string, subject: string, cooperative: string) =>
    nullifierOf(issuer.attest(person, subject, cooperative, '2026-02-02T00:00:00.000Z'));

  it('has one nullifier for one human in one co-op, whatever DID they bring', () => {
    expect(nullifierOf(attested)).toMatch(/^[0-9a-f]{64}$/);
    expect(again('alice', 'did:key:zOther', 'coop_1')).toBe(nullifierOf(attested));
  });

  it.each([
    { name: 'another human', person: 'bob', cooperative: 'coop_1' },
    { name: 'another co-op', person: 'alice', cooperative: 'coop_2' },
  ])('has another for $name', ({ person, cooperative }) => {
    expect(again(person, 'did:key:zAlice', cooperative)).not.toBe(nullifierOf(attested));
  });

  it('does not name the human', () => {
    expect(JSON.stringify(attested).replaceAll('zAlice', '')).not.toContain('alice');
  });
});

describe('checking a credential that one was given', () => {
  const coop = newSigningKey();
  const given = secureCredential(
    {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential', 'MembershipCredential'],
      issuer: { id: coop.did },
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-01-01T00:00:00.000Z',
      credentialSubject: { id: 'did:key:zAlice' },
    },
    coop,
    '2026-01-01T00:00:00.000Z',
  );
  const expected = {
    type: 'MembershipCredential',
    issuer: coop.did,
    subject: 'did:key:zAlice',
    at: new Date('2026-06-01T00:00:00.000Z'),
  };

  it('passes what agrees with what is known', () => {
    expect(() => checkCredential(given, expected)).not.toThrow();
  });

  it.each([
    { name: 'another type', change: { type: 'PersonhoodCredential' } },
    { name: 'another issuer', change: { issuer: newSigningKey().did } },
    { name: 'another subject', change: { subject: 'did:key:zBob' } },
    { name: 'a time before it holds', change: { at: new Date('2025-12-31T23:59:59.999Z') } },
    { name: 'the very instant it ends', change: { at: new Date('2027-01-01T00:00:00.000Z') } },
  ])('refuses $name', ({ change }) => {
    expect(() => checkCredential(given, { ...expected, ...change })).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_INVALID' }),
    );
  });
});

describe('a receipt', () => {
  const log = newSigningKey();
  const promise = {
    service: 'governance',
    cooperative: 'coop_1',
    entry: 'jrn_1',
    leafHash: 'ab',
    issuedAt: '2026-01-01T00:00:00.000Z',
    maxDelayMs: 60_000,
  };
  const receipt: InclusionPromise = {
    ...promise,
    signature: signJson(log, promise),
  };

  it('is the promise of the log that signed it, due after its delay', () => {
    expect(isPromiseOf(log.multibase, receipt)).toBe(true);
    expect(dueAt(receipt).toISOString()).toBe('2026-01-01T00:01:00.000Z');
  });

  it.each(Object.keys(promise))('is no promise once its %s is changed', (name) => {
    expect(isPromiseOf(log.multibase, { ...receipt, [name]: 'x' })).toBe(false);
  });

  it('is no promise of another log', () => {
    expect(isPromiseOf(newSigningKey().multibase, receipt)).toBe(false);
  });
});

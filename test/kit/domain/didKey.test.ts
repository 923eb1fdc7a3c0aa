import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { base58 } from '@scure/base';
import fc from 'fast-check';
import { canonicalize } from '../../../subgraphs/kit/domain/canonical.js';
import {
  didFromPublicKey,
  isDid,
  keyOfDid,
  multibaseFromPublicKey,
  publicKeyFromDid,
  publicKeyFromMultibase,
  verifyStatement,
} from '../../../subgraphs/kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../../subgraphs/kit/domain/ed25519.js';
import { fromHex, toBase64Url, utf8 } from '../../../subgraphs/kit/domain/encoding.js';

// Thirty-four bytes beside those of an Ed25519 key, with the same beginning and length in base58.
const LOOKALIKE = `z${base58.encode(Uint8Array.of(0xed, 0x02, ...new Uint8Array(32)))}`;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const bytes = publicKeyBytes(publicKey);
const multibase = multibaseFromPublicKey(bytes);
const did = didFromPublicKey(bytes);

// Published with the did:key method.
const KNOWN = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

describe('did:key', () => {
  it('reads and writes a published DID', () => {
    expect(didFromPublicKey(publicKeyFromDid(KNOWN))).toBe(KNOWN);
  });

  it('holds the key that it names', () => {
    expect(Buffer.from(publicKeyFromDid(did))).toEqual(Buffer.from(bytes));
    expect(keyOfDid(did)).toBe(multibase);
    expect(isDid(did)).toBe(true);
  });

  it('gives the bytes back, whatever the key', () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(key, (value) => keyOfDid(didFromPublicKey(value)) === multibaseFromPublicKey(value)),
    );
  });

  const multicodec = (...prefix: number[]) => `z${base58.encode(Uint8Array.of(...prefix, ...bytes))}`;
  const refused: [string, string][] = [
    ['nothing', ''],
    ['the key alone', multibase],
    ['another method', `did:web:${multibase}`],
    ['a fragment', `${did}#${multibase}`],
    ['a key that is too short', `did:key:${multibase.slice(0, -1)}`],
    ['a key that is too long', `did:key:${multibase}1`],
    ['a letter outside base58', `did:key:${multibase.slice(0, -1)}0`],
    ['another kind of key', `did:key:${multicodec(0xec, 0x01)}`],
    ['a neighbouring kind that looks alike', `did:key:${LOOKALIKE}`],
    ['another base', `did:key:u${multibase.slice(1)}`],
    ['space after', `${did} `],
  ];
  it.each(refused)('refuses %s', (_name, text) => {
    expect(isDid(text)).toBe(false);
    expect(() => keyOfDid(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    expect(() => publicKeyFromDid(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('looks alike where it is another kind', () => expect(LOOKALIKE).toMatch(/^z6Mk.{44}$/));

  it('asserts that a key has 32 bytes', () => {
    expect(() => didFromPublicKey(new Uint8Array(31))).toThrow(/32 bytes/);
  });
});

/** Points of order 1, 2, 4 and 8, and an encoding that is no point at all. */
const UNSOUND = {
  'the identity': '0100000000000000000000000000000000000000000000000000000000000000',
  'a point of order 2': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'a point of order 4': '0000000000000000000000000000000000000000000000000000000000000000',
  'a point of order 8': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'a number that is no point': '0200000000000000000000000000000000000000000000000000000000000000',
};

describe('publicKeyFromMultibase', () => {
  it('reads a key', () => expect(Buffer.from(publicKeyFromMultibase(multibase))).toEqual(Buffer.from(bytes)));

  it.each(Object.entries(UNSOUND))('refuses %s', (_name, hex) => {
    const text = multibaseFromPublicKey(fromHex(hex)!);
    expect(() => publicKeyFromMultibase(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('verifyStatement', () => {
  const statement = { v: 1, type: 'Ballot', choices: ['opt_1'], voter: did };
  const sign = (value: unknown) => toBase64Url(signEd25519(utf8(canonicalize(value)), privateKey));
  const signature = sign(statement);

  it('accepts what the key signed, in whatever order its members stand', () => {
    expect(verifyStatement(statement, signature, multibase)).toBe(true);
    const turned = Object.fromEntries(Object.entries(statement).reverse());
    expect(verifyStatement(turned, signature, multibase)).toBe(true);
  });

  it('accepts it again and again, while other keys are asked', () => {
    for (let round = 0; round < 3; round++) {
      expect(verifyStatement(statement, signature, multibase)).toBe(true);
      expect(verifyStatement(statement, signature, keyOfDid(KNOWN))).toBe(false);
    }
  });

  const refused: [string, unknown, unknown, unknown][] = [
    ['a changed statement', { ...statement, choices: ['opt_2'] }, signature, multibase],
    ['an added member', { ...statement, weight: 2 }, signature, multibase],
    ['the signature of another statement', statement, sign({ ...statement, v: 2 }), multibase],
    ['the key of another', statement, signature, keyOfDid(KNOWN)],
    ['a DID in place of a key', statement, signature, did],
    ['no key', statement, signature, ''],
    ['no signature', statement, '', multibase],
    ['a padded signature', statement, `${signature}==`, multibase],
    ['a signature in hex', statement, Buffer.from(signature, 'base64url').toString('hex'), multibase],
    ['a signature cut short', statement, signature.slice(0, -2), multibase],
    ['a signature with more after it', statement, `${signature}AA`, multibase],
    ['half a surrogate pair', { text: '\ud800' }, signature, multibase],
    ['endless nesting', JSON.parse('['.repeat(9000) + ']'.repeat(9000)), signature, multibase],
  ];
  it.each(refused)('refuses %s', (_name, value, signed, key) => {
    expect(verifyStatement(value, signed as string, key as string)).toBe(false);
  });

  it('refuses the same signature in its other form, S plus the order of the group', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const raw = Buffer.from(signature, 'base64url');
    const s = BigInt(`0x${Buffer.from(raw.subarray(32)).reverse().toString('hex')}`) + order;
    const forged = Buffer.concat([
      raw.subarray(0, 32),
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse(),
    ]);
    expect(verifyStatement(statement, toBase64Url(forged), multibase)).toBe(false);
  });

  it.each(Object.entries(UNSOUND))('refuses every signature by %s', (_name, hex) => {
    const key = multibaseFromPublicKey(fromHex(hex)!);
    // R the identity and S zero: accepted for such keys by a verifier that does not look at the key.
    const forged = Buffer.alloc(64);
    forged[0] = 1;
    expect(verifyStatement(statement, toBase64Url(forged), key)).toBe(false);
  });

  it('answers false, and never throws, for any text as signature and key', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.string(), (value, anySignature, anyKey) => {
        expect(verifyStatement(value, anySignature, anyKey)).toBe(false);
        expect(verifyStatement(value, signature, `z6Mk${anyKey}`)).toBe(false);
      }),
    );
  });

  it('says that a statement which is not JSON is a mistake of ours', () => {
    expect(() => verifyStatement({ voter: undefined }, signature, multibase)).toThrow(
      /JSON has no undefined/,
    );
  });
});

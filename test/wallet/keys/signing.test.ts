import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { toBase64url } from '../../../wallet/encoding/bytes.js';
import { didOf, keyOfDid, multibaseOf, publicKeyOf } from '../../../wallet/keys/didKey.js';
import { derive, memberKeys } from '../../../wallet/keys/memberKeys.js';
import {
  newSigningKey,
  signingKeyFromSeed,
  verifyBytes,
  verifyJson,
} from '../../../wallet/keys/signingKey.js';
import { signStatement, statement, type Statements } from '../../../wallet/keys/statements.js';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

const samples: { [T in keyof Statements]: Statements[T] } = {
  SignIn: {
    audience: 'http://localhost',
    did: 'did:key:z',
    nonce: 'n',
    expiresAt: '2026-01-01T00:00:00.000Z',
  },
  Founding: { slug: 'drivers', charterDigest: 'aa', did: 'did:key:z' },
  Application: { cooperative: 'coop_1', did: 'did:key:z', displayName: null, attestation: 'aa' },
  Ballot: { proposal: 'prp_1', effectDigest: 'aa', choices: ['opt_1'], voter: 'did:key:z' },
  AuthenticatorAdded: { did: 'did:key:z', key: 'z6Mk1' },
  AuthenticatorRotated: { did: 'did:key:z', key: 'z6Mk1', replaces: 'z6Mk2' },
  AuthenticatorRevoked: { did: 'did:key:z', key: 'z6Mk1' },
  KeyRecovery: { cooperative: 'coop_1', did: 'did:key:z', key: 'z6Mk1', attestation: null },
  RecoveryVeto: { recovery: 'rcv_1', did: 'did:key:z' },
  Delegation: { cooperative: 'coop_1', from: 'did:key:z', to: 'mem_1', topic: null },
  DelegationRevocation: { delegation: 'dlg_1', from: 'did:key:z' },
  Consent: {
    id: 'cns_1',
    cooperative: 'coop_1',
    dataset: 'dst_1',
    purposes: ['dpv:AcademicResearch'],
    categories: [],
    recipients: ['BUYER'],
    epoch: 1,
    wrapDigest: 'aa',
    expiresAt: null,
    member: 'did:key:z',
  },
  ConsentWithdrawal: { consent: 'cns_1', member: 'did:key:z' },
  Erasure: { cooperative: 'coop_1', member: 'did:key:z', nonce: 'n' },
  Exit: { cooperative: 'coop_1', member: 'did:key:z', nonce: 'n' },
  Withdrawal: {
    cooperative: 'coop_1',
    amountMinor: '100',
    destination: 'default',
    member: 'did:key:z',
    idempotencyKey: 'n',
  },
  OfferAcceptance: {
    licence: 'lic_1',
    offerDigest: 'aa',
    charterVersion: 1,
    decideBy: '2026-01-01T00:00:00.000Z',
    buyer: 'did:key:z',
  },
  AgreementVerification: { licence: 'lic_1', agreementDigest: 'aa', buyer: 'did:key:z' },
};

describe('a signing key', () => {
  it('signs as RFC 8032 says (its first test vector)', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const key = signingKeyFromSeed(seed);
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(Buffer.from(key.sign(new Uint8Array())).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it.each([0, 31, 33, 64])('is not made from %d bytes', (length) => {
    expect(() => signingKeyFromSeed(new Uint8Array(length))).toThrow('32 bytes');
  });

  it('refuses a signature that another key made, whatever the key', () => {
    const mine = signingKeyFromSeed(new Uint8Array(32).fill(1));
    const { signature } = signStatement(mine, 'Ballot', samples.Ballot);
    fc.assert(
      fc.property(bytes32, (seed) => {
        const other = signingKeyFromSeed(seed);
        fc.pre(other.did !== mine.did);
        expect(verifyJson(statement('Ballot', samples.Ballot), signature, other.multibase)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses the zero key, under which one signature would fit many messages', () => {
    const zero = new Uint8Array(32);
    zero[0] = 1; // the neutral point
    const forged = new Uint8Array(64);
    forged[0] = 1;
    expect(verifyBytes(forged, Uint8Array.of(7), zero)).toBe(false);
  });

  it.each(['', 'AA', '=', 'not base64!', toBase64url(new Uint8Array(63))])(
    'refuses "%s" as a signature',
    (signature) => {
      expect(verifyJson({ a: 1 }, signature, newSigningKey().multibase)).toBe(false);
    },
  );
});

describe('a signed statement', () => {
  const key = newSigningKey();

  it.each(Object.entries(samples))(
    '%s verifies, and no more once any field is changed or gone',
    (type, fields) => {
      const signed = statement(type as keyof Statements, fields);
      const { signature, key: multibase } = signStatement(key, type as keyof Statements, fields);
      expect(verifyJson(signed, signature, multibase)).toBe(true);
      for (const name of Object.keys(signed)) {
        expect(verifyJson({ ...signed, [name]: 'other' }, signature, multibase)).toBe(false);
        expect(verifyJson({ ...signed, [name]: undefined }, signature, multibase)).toBe(false);
      }
      expect(verifyJson({ ...signed, more: 1 }, signature, multibase)).toBe(false);
    },
  );

  it('of one type never passes for another with the same fields', () => {
    const fields = { consent: 'cns_1', member: key.did };
    const { signature } = signStatement(key, 'ConsentWithdrawal', fields);
    expect(verifyJson({ ...fields, type: 'Consent', v: 1 }, signature, key.multibase)).toBe(false);
  });
});

describe('a did:key', () => {
  it('and its key are the same thing said twice', () => {
    fc.assert(
      fc.property(bytes32, (publicKey) => {
        expect(publicKeyOf(keyOfDid(didOf(publicKey)))).toEqual(publicKey);
      }),
    );
  });

  it.each([
    ['did:web:example.org', 'DID_NOT_SUPPORTED'],
    ['', 'DID_NOT_SUPPORTED'],
    ['did:key:', 'KEY_INVALID'],
    ['did:key:mAAAA', 'KEY_INVALID'],
    ['did:key:z0OIl', 'KEY_INVALID'],
    ['did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme', 'KEY_INVALID'], // secp256k1
  ])('%s is refused: %s', (did, code) => {
    expect(() => keyOfDid(did)).toThrow(expect.objectContaining({ code }));
  });

  it('is not made of too short a key', () => {
    expect(() => multibaseOf(new Uint8Array(31))).toThrow('32 bytes');
  });
});

describe("one person's keys", () => {
  const master = new Uint8Array(32).fill(9);

  it('come back whole from the master secret alone', () => {
    expect(memberKeys(master).signingKey('drivers').did).toBe(memberKeys(master).signingKey('drivers').did);
    expect(memberKeys(master).datasetKey('dst_1')).toEqual(memberKeys(master).datasetKey('dst_1'));
  });

  it('differ from co-op to co-op, from dataset to dataset and from person to person', () => {
    const other = memberKeys(new Uint8Array(32).fill(8));
    const mine = memberKeys(master);
    expect(mine.signingKey('drivers').did).not.toBe(mine.signingKey('growers').did);
    expect(mine.signingKey('drivers').did).not.toBe(other.signingKey('drivers').did);
    expect(mine.datasetKey('dst_1')).not.toEqual(mine.datasetKey('dst_2'));
    expect(mine.datasetKey('dst_1')).not.toEqual(other.datasetKey('dst_1'));
  });

  it('of one purpose are not those of another with the same name', () => {
    expect(derive(master, 'signing:x')).not.toEqual(derive(master, 'dataset:x'));
  });

  it('are not made from a short secret', () => {
    expect(() => memberKeys(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
  });
});

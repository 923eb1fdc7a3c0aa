import { readFileSync } from 'node:fs';

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { extract, expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from '@jest/globals';

import { concat, fromBase64url, fromHex, toBase64url, toHex, utf8 } from '../../../wallet/encoding/bytes.js';
import { canonicalize } from '../../../wallet/encoding/canonical.js';
import { systemRandom } from '../../../wallet/encoding/random.js';
import { wrapDatasetKey, wrapDigest, type WrapTerms } from '../../../wallet/vault/consentWrap.js';

const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const compute = await suite.kem.generateKeyPair();
const computeKey = toBase64url(new Uint8Array(await suite.kem.serializePublicKey(compute.publicKey)));

const terms: WrapTerms = { consent: 'cns_1', purposes: ['dpv:AcademicResearch'], expiresAt: null };
const datasetKey = systemRandom(32);

/** What the compute service does, written again from RFC 9180 and the agreed associated data. */
async function unwrap(
  wrap: string,
  claimed: WrapTerms,
  recipientKey = compute.privateKey,
): Promise<Uint8Array> {
  const bytes = fromBase64url(wrap);
  const recipient = await suite.createRecipientContext({
    recipientKey,
    enc: bytes.slice(0, 32).buffer,
    info: utf8('data-cooperative/consent/v1').buffer,
  });
  return new Uint8Array(
    await recipient.open(bytes.slice(32).buffer, utf8(canonicalize({ ...claimed })).buffer),
  );
}

describe('a wrap', () => {
  it('gives the dataset key to the compute service, under the terms of the consent', async () => {
    const wrap = await wrapDatasetKey(datasetKey, computeKey, terms);
    expect(await unwrap(wrap, terms)).toEqual(datasetKey);
  });

  it.each([
    { name: 'another consent', claimed: { ...terms, consent: 'cns_2' } },
    { name: 'a purpose more', claimed: { ...terms, purposes: [...terms.purposes, 'dpv:Marketing'] } },
    { name: 'a later expiry', claimed: { ...terms, expiresAt: '2030-01-01T00:00:00.000Z' } },
  ])('does not open for $name', async ({ claimed }) => {
    const wrap = await wrapDatasetKey(datasetKey, computeKey, terms);
    await expect(unwrap(wrap, claimed)).rejects.toThrow();
  });

  it('does not open for another key, nor once a byte is changed', async () => {
    const wrap = await wrapDatasetKey(datasetKey, computeKey, terms);
    const other = await suite.kem.generateKeyPair();
    await expect(unwrap(wrap, terms, other.privateKey)).rejects.toThrow();
    const bytes = fromBase64url(wrap);
    bytes[40]! ^= 1;
    await expect(unwrap(toBase64url(bytes), terms)).rejects.toThrow();
  });

  it('is another each time, so its digest names one wrap', async () => {
    const one = await wrapDatasetKey(datasetKey, computeKey, terms);
    const two = await wrapDatasetKey(datasetKey, computeKey, terms);
    expect(wrapDigest(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(wrapDigest(one)).not.toBe(wrapDigest(two));
  });

  it.each([
    { name: 'the point of order one', key: new Uint8Array(32) },
    { name: 'the point of order two', key: Uint8Array.of(1, ...new Uint8Array(31)) },
    { name: 'a key of 31 bytes', key: new Uint8Array(31).fill(9) },
  ])('is not made to $name', async ({ key }) => {
    await expect(wrapDatasetKey(datasetKey, toBase64url(key), terms)).rejects.toMatchObject({
      code: 'COMPUTE_KEY_INVALID',
    });
  });

  it('is not made to what is no base64url', async () => {
    await expect(wrapDatasetKey(datasetKey, '***', terms)).rejects.toMatchObject({
      code: 'COMPUTE_KEY_INVALID',
    });
  });
});

interface Vector {
  tcId: number;
  comment: string;
  public: string;
  private: string;
  shared: string;
}

const file = JSON.parse(readFileSync('test/support/vectors/wycheproof-x25519.json', 'utf8')) as {
  testGroups: { tests: Vector[] }[];
};
const vectors = file.testGroups.flatMap(({ tests }) => tests);
const isZero = ({ shared }: Vector) => /^0+$/.test(shared);

/** DHKEM's shared secret (RFC 9180, 4.1) from the curve's, by another implementation of HKDF. */
function kemSecret(shared: Uint8Array, enc: Uint8Array, recipient: Uint8Array): Uint8Array {
  const suiteId = concat(utf8('KEM'), Uint8Array.of(0, 0x20));
  const prk = extract(sha256, concat(utf8('HPKE-v1'), suiteId, utf8('eae_prk'), shared), new Uint8Array());
  const info = concat(Uint8Array.of(0, 32), utf8('HPKE-v1'), suiteId, utf8('shared_secret'), enc, recipient);
  return expand(sha256, prk, info, 32);
}

describe('the key encapsulation, against the Wycheproof vectors of X25519', () => {
  const encapsulated = async ({ public: recipient, private: ephemeral }: Vector) => {
    const publicKey = await kem.deserializePublicKey(
      Uint8Array.from(x25519.getPublicKey(fromHex(ephemeral))).buffer,
    );
    const privateKey = await kem.deserializePrivateKey(fromHex(ephemeral).slice().buffer);
    const recipientPublicKey = await kem.deserializePublicKey(fromHex(recipient).slice().buffer);
    return kem.encap({ recipientPublicKey, ekm: { publicKey, privateKey } });
  };

  it.each(vectors.filter((vector) => !isZero(vector)))('agrees on tcId $tcId $comment', async (vector) => {
    const { sharedSecret, enc } = await encapsulated(vector);
    const recipient = await kem.serializePublicKey(
      await kem.deserializePublicKey(fromHex(vector.public).slice().buffer),
    );
    const want = kemSecret(fromHex(vector.shared), new Uint8Array(enc), new Uint8Array(recipient));
    expect(toHex(new Uint8Array(sharedSecret))).toBe(toHex(want));
  });

  it.each(vectors.filter(isZero))(
    'refuses the shared secret of zeros: tcId $tcId $comment',
    async (vector) => {
      await expect(encapsulated(vector)).rejects.toThrow();
    },
  );
});

import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { concat, fromHex, toHex } from '../../../wallet/encoding/bytes.js';
import { open, seal } from '../../../wallet/vault/aead.js';

interface Vector {
  tcId: number;
  comment: string;
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: 'valid' | 'invalid';
}

const file = JSON.parse(readFileSync('test/support/vectors/wycheproof-aes-gcm.json', 'utf8')) as {
  testGroups: { keySize: number; ivSize: number; tests: Vector[] }[];
};
const all = file.testGroups.flatMap(({ keySize, tests }) => tests.map((test) => ({ keySize, ...test })));
const ours = all.filter(({ keySize, iv }) => keySize === 256 && iv.length === 24);
const title = 'tcId $tcId $comment';

const sealedOf = ({ iv, ct, tag }: Vector) => concat(fromHex(iv), fromHex(ct), fromHex(tag));
const opened = (vector: Vector) => open(fromHex(vector.key), sealedOf(vector), fromHex(vector.aad));

describe('sealing, against the Wycheproof vectors of 256-bit keys', () => {
  it('has vectors of both kinds to pass', () => {
    expect(ours.filter(({ result }) => result === 'valid').length).toBeGreaterThan(10);
    expect(ours.filter(({ result }) => result === 'invalid').length).toBeGreaterThan(10);
  });

  it.each(ours.filter(({ result }) => result === 'valid'))(`seals and opens ${title}`, async (vector) => {
    const sealed = await seal(fromHex(vector.key), fromHex(vector.msg), fromHex(vector.aad), () =>
      fromHex(vector.iv),
    );
    expect(toHex(sealed)).toBe(toHex(sealedOf(vector)));
    expect(toHex(await opened(vector))).toBe(vector.msg);
  });

  it.each(ours.filter(({ result }) => result === 'invalid'))(`refuses ${title}`, async (vector) => {
    await expect(opened(vector)).rejects.toMatchObject({ code: 'CIPHERTEXT_INVALID' });
  });

  it.each(all.filter(({ iv }) => iv.length === 0))(
    `refuses a nonce of no bytes: ${title}`,
    async (vector) => {
      await expect(opened(vector)).rejects.toMatchObject({ code: 'CIPHERTEXT_INVALID' });
    },
  );

  it.each(all.filter(({ keySize }) => keySize === 128).slice(0, 3))(
    `refuses a short key: ${title}`,
    async (vector) => {
      await expect(opened(vector)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    },
  );
});

describe('a nonce', () => {
  it('is fresh each time', async () => {
    const key = new Uint8Array(32);
    const nonces = new Set<string>();
    for (let time = 0; time < 50; time += 1) {
      nonces.add(toHex((await seal(key, new Uint8Array(), new Uint8Array())).slice(0, 12)));
    }
    expect(nonces.size).toBe(50);
  });
});

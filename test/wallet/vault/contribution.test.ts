import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CID } from 'multiformats/cid';

import { systemRandom } from '../../../wallet/encoding/random.js';
import { cidOf } from '../../../wallet/vault/cid.js';
import { openContribution, sealContribution, type Row } from '../../../wallet/vault/contribution.js';
import { openExport } from '../../../wallet/vault/exportBundle.js';

const belonging = { dataset: 'dst_1', member: 'did:key:zAlice' };
const rows: Row[] = [
  { distance: 1.6, borough: 'Queens', shared: false },
  { distance: null, borough: 'Bronx', shared: true },
];
const datasetKey = systemRandom(32);
const sealed = await sealContribution(belonging, rows, datasetKey);

const row = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
  ),
);

describe('a contribution', () => {
  it('comes back as it went in', async () => {
    expect(await openContribution(belonging, sealed, datasetKey)).toEqual(rows);
    expect(sealed.recordCount).toBe(2);
  });

  it('comes back as it went in, whatever the rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 10 }), async (some) => {
        const plain = JSON.parse(JSON.stringify(some)) as Row[];
        const put = await sealContribution(belonging, plain, datasetKey);
        expect(await openContribution(belonging, put, datasetKey)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it('is addressed by a CIDv1 of its ciphertext: raw, sha2-256, base32', () => {
    const cid = CID.parse(sealed.cid);
    expect(cid).toMatchObject({ version: 1, code: 0x55 });
    expect(cid.multihash.code).toBe(0x12);
    expect(sealed.cid).toMatch(/^b[a-z2-7]+$/);
    expect(sealed.cid).toBe(cidOf(sealed.ciphertext));
  });

  it('of the same rows is other bytes each time, so equal data cannot be told by its address', async () => {
    expect((await sealContribution(belonging, rows, datasetKey)).cid).not.toBe(sealed.cid);
  });

  it('does not show its rows', () => {
    expect(Buffer.from(sealed.ciphertext).includes('Queens')).toBe(false);
  });

  it('does not open once any byte is flipped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.ciphertext.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const ciphertext = sealed.ciphertext.slice();
          ciphertext[at]! ^= flip;
          await expect(
            openContribution(belonging, { ...sealed, ciphertext }, datasetKey),
          ).rejects.toMatchObject({
            code: 'CID_MISMATCH',
          });
          const moved = { ...sealed, ciphertext, cid: cidOf(ciphertext) };
          await expect(openContribution(belonging, moved, datasetKey)).rejects.toMatchObject({
            code: 'CIPHERTEXT_INVALID',
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    { name: 'another dataset', belonging: { ...belonging, dataset: 'dst_2' }, key: datasetKey },
    { name: 'another member', belonging: { ...belonging, member: 'did:key:zBob' }, key: datasetKey },
    { name: 'another dataset key', belonging, key: systemRandom(32) },
  ])('does not open for $name', async ({ belonging: other, key }) => {
    await expect(openContribution(other, sealed, key)).rejects.toMatchObject({ code: 'CIPHERTEXT_INVALID' });
  });

  it('does not open with the key of another contribution of the same member', async () => {
    const second = await sealContribution(belonging, rows, datasetKey);
    const swapped = { ...sealed, sealedKey: second.sealedKey };
    await expect(openContribution(belonging, swapped, datasetKey)).rejects.toMatchObject({
      code: 'CIPHERTEXT_INVALID',
    });
  });

  it('over 128 KiB is not made', async () => {
    const many = Array.from({ length: 9_000 }, () => ({ borough: 'Staten Island' }));
    await expect(sealContribution(belonging, many, datasetKey)).rejects.toMatchObject({
      code: 'CONTRIBUTION_TOO_LARGE',
    });
  });
});

describe('an export', () => {
  const exported = {
    id: 'ctb_1',
    dataset: belonging.dataset,
    cid: sealed.cid,
    sealedKey: sealed.sealedKey,
    ciphertext: Buffer.from(sealed.ciphertext).toString('base64'),
  };

  it('opens in the hands of its member', async () => {
    const [opened] = await openExport([exported], belonging.member, () => datasetKey);
    expect(opened).toEqual({ id: 'ctb_1', dataset: 'dst_1', rows });
  });

  it.each([
    { name: 'with another member', member: 'did:key:zBob', change: {} },
    { name: 'under another address', member: belonging.member, change: { cid: cidOf(Uint8Array.of(1)) } },
    { name: 'with a broken key', member: belonging.member, change: { sealedKey: 'AAAA' } },
    { name: 'with no base64', member: belonging.member, change: { ciphertext: '…' } },
  ])('does not open $name, and says which contribution', async ({ member, change }) => {
    await expect(openExport([{ ...exported, ...change }], member, () => datasetKey)).rejects.toMatchObject({
      code: 'EXPORT_INVALID',
      message: expect.stringContaining('ctb_1'),
    });
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeByCharter, requirePurposes } from '../../../subgraphs/data/domain/charter.js';
import { cidOf, requireCiphertext } from '../../../subgraphs/data/domain/ciphertext.js';
import { coarsen } from '../../../subgraphs/data/domain/coarsen.js';
import { consentCovers, consentState } from '../../../subgraphs/data/domain/consent.js';
import { requireRows } from '../../../subgraphs/data/domain/contribution.js';
import { requireText } from '../../../subgraphs/data/domain/dataset.js';
import { openWrap, sealWrap } from '../../../subgraphs/data/domain/epochSeal.js';
import { provenanceOf } from '../../../subgraphs/data/domain/provenance.js';
import { qualityOf } from '../../../subgraphs/data/domain/quality.js';

describe('a charter’s judgement of a purpose', () => {
  const rules = {
    allowedPurposes: ['dpv:Marketing', 'dpv:ResearchAndDevelopment'],
    prohibitedPurposes: ['dpv:Advertising'],
  };
  it.each([
    { purpose: 'dpv:AcademicResearch', kind: 'ALLOWED' },
    { purpose: 'dpv:Marketing', kind: 'ALLOWED' },
    { purpose: 'dpv:Advertising', kind: 'PROHIBITED' },
    { purpose: 'dpv:TargetedAdvertising', kind: 'PROHIBITED' },
    { purpose: 'dpv:FraudPreventionAndDetection', kind: 'NOT_ALLOWED' },
    { purpose: 'dpv:Nonsense', kind: 'NOT_ALLOWED' },
  ])('of $purpose: $kind', ({ purpose, kind }) => {
    expect(judgeByCharter(rules, purpose).kind).toBe(kind);
  });

  it('names a prohibition before an allowance that is missing', () => {
    const asked = ['dpv:FraudPreventionAndDetection', 'dpv:TargetedAdvertising'];
    expect(() => requirePurposes(rules, asked)).toThrow(
      expect.objectContaining({ code: 'PURPOSE_PROHIBITED' }),
    );
  });
});

describe('public counts', () => {
  const counts = fc.record({ contributors: fc.nat({ max: 5_000 }), records: fc.nat({ max: 1_000_000 }) });

  it('are tens, never more than there is, and nothing below ten members', () => {
    fc.assert(
      fc.property(counts, (exact) => {
        const shown = coarsen(exact);
        for (const name of ['contributors', 'records'] as const) {
          expect(shown[name] % 10).toBe(0);
          expect(shown[name]).toBeLessThanOrEqual(exact[name]);
        }
        if (exact.contributors < 10) expect(shown).toEqual({ contributors: 0, records: 0 });
        else expect(exact.contributors - shown.contributors).toBeLessThan(10);
      }),
    );
  });
});

describe('the state of a consent', () => {
  const early = new Date('2026-01-01T00:00:00.000Z');
  const late = new Date('2026-06-01T00:00:00.000Z');
  const none = { expiresAt: null, withdrawnAt: null, erasedAt: null };
  it.each([
    { name: 'without an end', facts: none, now: late, state: 'GRANTED' },
    { name: 'before its end', facts: { ...none, expiresAt: late }, now: early, state: 'GRANTED' },
    { name: 'at its end', facts: { ...none, expiresAt: late }, now: late, state: 'EXPIRED' },
    {
      name: 'withdrawn before its end',
      facts: { ...none, expiresAt: late, withdrawnAt: early },
      now: late,
      state: 'WITHDRAWN',
    },
    {
      name: 'erased after all',
      facts: { expiresAt: early, withdrawnAt: early, erasedAt: late },
      now: late,
      state: 'ERASED',
    },
  ])('$name: $state', ({ facts, now, state }) => {
    expect(consentState(facts, now)).toBe(state);
  });
});

describe('a consent', () => {
  const consent = {
    purposes: ['dpv:ResearchAndDevelopment'],
    categories: ['ORDINARY', 'PERSONAL'],
    recipients: ['BUYER' as const],
  };
  const use = { purpose: 'dpv:AcademicResearch', recipient: 'BUYER', categories: ['PERSONAL'] };
  it.each([
    { name: 'a narrower purpose', change: {}, covers: true },
    { name: 'no column at all', change: { categories: [] }, covers: true },
    { name: 'a broader purpose', change: { purpose: 'dpv:Marketing' }, covers: false },
    { name: 'another recipient', change: { recipient: 'PARTNER' }, covers: false },
    { name: 'one more category', change: { categories: ['PERSONAL', 'SPECIAL'] }, covers: false },
  ])('covers $name: $covers', ({ change, covers }) => {
    expect(consentCovers(consent, { ...use, ...change })).toBe(covers);
  });
});

describe('the rows of a member', () => {
  it.each([
    { rows: 0, present: 0, code: 'BAD_USER_INPUT' },
    { rows: 1.5, present: 0, code: 'BAD_USER_INPUT' },
    { rows: -1, present: 5, code: 'BAD_USER_INPUT' },
    { rows: 11, present: 0, code: 'CONTRIBUTION_ROWS_EXCEEDED' },
    { rows: 1, present: 10, code: 'CONTRIBUTION_ROWS_EXCEEDED' },
  ])('$rows more to $present are refused: $code', ({ rows, present, code }) => {
    expect(() => requireRows(rows, present, 10)).toThrow(expect.objectContaining({ code }));
  });
  it('are accepted up to the bound', () => expect(() => requireRows(4, 6, 10)).not.toThrow());
});

describe('a ciphertext', () => {
  it('has the CID that IPFS gives its bytes', () => {
    const cid = cidOf(Buffer.from('hello world'));
    // cspell:disable-next-line
    expect(cid).toBe('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
  });

  it('is taken only in the one form of its bytes', () => {
    const bytes = Buffer.concat([Buffer.from([1]), randomBytes(40)]);
    const base64 = bytes.toString('base64');
    expect(Buffer.from(requireCiphertext(base64, cidOf(bytes)))).toEqual(bytes);
    for (const other of [base64.replace(/=+$/, ''), `${base64}\n`, bytes.toString('base64url'), '']) {
      if (other === base64) continue;
      expect(() => requireCiphertext(other, cidOf(bytes))).toThrow(
        expect.objectContaining({ code: 'CIPHERTEXT_MALFORMED' }),
      );
    }
  });
});

describe('a text', () => {
  it.each(['', ' a', 'a ', 'a\0b', 'a\uD800', '\uDC00a', 'abcd'])('is refused: %j', (text) => {
    expect(() => requireText('title', text, 3)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
  it('may hold what is outside the first plane', () =>
    expect(() => requireText('title', '🌽', 3)).not.toThrow());
});

describe('a wrap at rest', () => {
  const place = { consent: 'cns_1', epoch: 4 };

  it('opens under its key in its place, and is not to be seen', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 512 }), (wrap) => {
        const key = createHash('sha256').update(wrap).digest();
        const sealed = sealWrap(wrap, key, place);
        expect(openWrap(sealed, key, place)).toEqual(Buffer.from(wrap));
        expect(sealed.includes(Buffer.from(wrap))).toBe(false);
      }),
    );
  });

  it('opens nowhere else, with no other key, and not when a byte differs', () => {
    const [wrap, key] = [randomBytes(80), randomBytes(32)];
    const sealed = sealWrap(wrap, key, place);
    expect(() => openWrap(sealed, randomBytes(32), place)).toThrow();
    expect(() => openWrap(sealed, key, { ...place, consent: 'cns_2' })).toThrow();
    expect(() => openWrap(sealed, key, { ...place, epoch: 5 })).toThrow();
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = Buffer.from(sealed);
        changed[at]! ^= bits;
        expect(() => openWrap(changed, key, place)).toThrow();
      }),
    );
    expect(sealWrap(wrap, key, place)).not.toEqual(sealed);
  });
});

describe('provenance', () => {
  it('ties the dataset to its co-op and its offers to the dataset, in PROV-JSON', () => {
    const at = new Date('2026-01-01T00:00:00.000Z');
    const { document } = provenanceOf({
      dataset: 'dst_1',
      title: 'Trips',
      cooperative: 'did:key:coop',
      publishedAt: at,
      changedAt: at,
      contributors: 20,
      records: 300,
      offers: [{ id: 'off_1', madeAt: at, charterVersion: 2 }],
    });
    expect(document).toMatchObject({
      entity: { 'urn:data-cooperative:dst_1': { 'prov:label': 'Trips', 'coop:records': 300 } },
      agent: { 'did:key:coop': {} },
      wasDerivedFrom: {
        '_:wasDerivedFrom0': {
          'prov:generatedEntity': 'urn:data-cooperative:off_1',
          'prov:usedEntity': 'urn:data-cooperative:dst_1',
        },
      },
    });
  });
});

describe('quality', () => {
  const column = {
    name: 'a',
    meaning: 'a',
    sensitivity: 'ORDINARY',
    unit: null,
    bounds: null,
    categories: null,
    required: false,
  } as const;
  it('counts the columns that say all that they should', () => {
    const columns = [
      { ...column, type: 'NUMBER' as const, unit: 'km', bounds: { min: 0, max: 1 } },
      { ...column, type: 'NUMBER' as const },
      { ...column, type: 'TEXT' as const },
      { ...column, type: 'BOOLEAN' as const },
    ];
    expect(qualityOf(columns, 10, { contributors: 20, records: 150 })).toEqual({
      documentedBp: 5_000,
      completenessBp: 7_500,
    });
  });
  it('says nothing of the completeness of a small cohort', () => {
    expect(
      qualityOf([{ ...column, type: 'TEXT' }], 10, { contributors: 0, records: 0 }).completenessBp,
    ).toBeNull();
  });
});

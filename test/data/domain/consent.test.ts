import { describe, expect, it } from '@jest/globals';
import { requireConsentTerms, requireWrap, withdrawn } from '../../../subgraphs/data/domain/consent.js';
import type { Consent, ConsentTerms } from '../../../subgraphs/data/domain/consent.js';
import type { Column } from '../../../subgraphs/data/domain/dataset.js';

const NOW = new Date('2026-06-01T00:00:00.000Z');
const BEFORE = new Date('2026-05-01T00:00:00.000Z');
const AFTER = new Date('2026-07-01T00:00:00.000Z');

const CONSENT: Consent = {
  cooperativeId: 'coop_1',
  id: 'cns_1',
  datasetId: 'dst_1',
  memberId: 'mem_1',
  purposes: ['dpv:AcademicResearch'],
  categories: ['ORDINARY'],
  recipients: ['BUYER'],
  keyVersion: 1,
  wrapDigest: 'wrap',
  grantedAt: BEFORE,
  expiresAt: null,
  expiryAsSigned: null,
  withdrawnAt: null,
  erasedAt: null,
  wrapOpenedAt: null,
  wrapSetAsideAt: null,
  receipt: {},
};

describe('taking a consent back', () => {
  it.each([
    { name: 'without an end', consent: CONSENT },
    { name: 'before its end', consent: { ...CONSENT, expiresAt: AFTER } },
  ])('works $name, and changes nothing else of it', ({ consent }) => {
    expect(withdrawn(consent, NOW)).toEqual({ ...consent, withdrawnAt: NOW });
  });

  it.each([
    { name: 'at its end', change: { expiresAt: NOW }, state: 'EXPIRED' },
    { name: 'after its end', change: { expiresAt: BEFORE }, state: 'EXPIRED' },
    { name: 'twice', change: { withdrawnAt: BEFORE }, state: 'WITHDRAWN' },
    { name: 'when it is erased', change: { erasedAt: BEFORE }, state: 'ERASED' },
  ])('is refused $name, saying $state', ({ change, state }) => {
    expect(() => withdrawn({ ...CONSENT, ...change }, NOW)).toThrow(
      expect.objectContaining({ code: 'CONSENT_ENDED', facts: { state } }),
    );
  });
});

describe('the terms of a consent', () => {
  const columns = [{ sensitivity: 'ORDINARY' }, { sensitivity: 'SPECIAL' }] as Column[];
  const many = Array.from({ length: 51 }, (_, index) => `dpv:P${index}`);

  it.each<{ name: string; change: Partial<ConsentTerms>; field: string }>([
    { name: 'no purpose', change: { purposes: [] }, field: 'purposes' },
    { name: 'no category', change: { categories: [] }, field: 'categories' },
    { name: 'no recipient', change: { recipients: [] }, field: 'recipients' },
    { name: 'a purpose twice', change: { purposes: ['dpv:A', 'dpv:A'] }, field: 'purposes' },
    { name: 'more purposes than anybody reads', change: { purposes: many }, field: 'purposes' },
    { name: 'a category that no column has', change: { categories: ['PERSONAL'] }, field: 'categories' },
  ])('are refused with $name', ({ change, field }) => {
    expect(() => requireConsentTerms({ ...CONSENT, ...change }, columns, NOW)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        facts: expect.objectContaining({ field }) as unknown,
      }),
    );
  });

  it.each([BEFORE, NOW])('are refused with an end at %s', (expiresAt) => {
    expect(() => requireConsentTerms({ ...CONSENT, expiresAt }, columns, NOW)).toThrow(
      expect.objectContaining({ code: 'CONSENT_EXPIRY_PAST' }),
    );
  });

  it('are taken with all categories that the columns have', () => {
    const terms = { ...CONSENT, categories: ['ORDINARY', 'SPECIAL'], expiresAt: AFTER };
    expect(() => requireConsentTerms(terms, columns, NOW)).not.toThrow();
  });
});

describe('a wrap', () => {
  it.each([
    { name: 'that is too short', wrap: Buffer.alloc(79).toString('base64url') },
    { name: 'that is too long', wrap: Buffer.alloc(513).toString('base64url') },
    { name: 'with padding', wrap: Buffer.alloc(80).toString('base64') },
    { name: 'of other letters', wrap: '*'.repeat(120) },
  ])('$name is refused', ({ wrap }) => {
    expect(() => requireWrap(wrap)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('is taken as its bytes', () => {
    const bytes = Buffer.alloc(80, 7);
    expect(Buffer.from(requireWrap(bytes.toString('base64url')))).toEqual(bytes);
  });
});

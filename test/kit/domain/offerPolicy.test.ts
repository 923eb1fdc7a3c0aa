import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { permits, requireOfferTerms } from '../../../subgraphs/data/domain/offer.js';
import type { OfferTerms } from '../../../subgraphs/data/domain/offer.js';
import { offerDigest, offerPolicy } from '../../../subgraphs/kit/domain/offerPolicy.js';
import { money } from '../../../subgraphs/kit/domain/money.js';

const SUBJECT = { offer: 'off_1', dataset: 'dst_1', assigner: 'did:key:z6Mk', charterVersion: 3 };
const TERMS: OfferTerms = {
  purposes: ['dpv:AcademicResearch', 'dpv:NonCommercialResearch'],
  prohibited: ['dpv:Advertising', 'dpv:CommercialResearch'],
  duties: ['Name the co-op.', 'Delete results after a year.'],
  price: { amount: money(250_000n, 'EUR'), model: 'PER_JOB', jobPrice: money(500n, 'EUR') },
  termDays: 365,
};
const digestOfTerms = (terms: OfferTerms) => offerDigest(offerPolicy(SUBJECT, terms));

describe('the policy of an offer', () => {
  it('is ODRL with purposes, term, duties and payments', () => {
    expect(offerPolicy(SUBJECT, TERMS)).toMatchObject({
      '@type': 'Offer',
      uid: 'urn:data-cooperative:off_1',
      assigner: 'did:key:z6Mk',
      'coop:charterVersion': 3,
      permission: [
        {
          target: 'urn:data-cooperative:dst_1',
          action: 'aggregate',
          constraint: [
            {
              leftOperand: 'purpose',
              operator: 'isAnyOf',
              rightOperand: TERMS.purposes.map((id) => ({ '@id': id })),
            },
            { leftOperand: 'elapsedTime', operator: 'lteq', rightOperand: { '@value': 'P365D' } },
          ],
        },
      ],
      prohibition: [
        { action: 'distribute' },
        { action: 'use', constraint: [{ rightOperand: TERMS.prohibited.map((id) => ({ '@id': id })) }] },
      ],
    });
  });

  it('has one digest, in whatever order its lists were given', () => {
    const shuffled = fc.record({
      purposes: fc.shuffledSubarray([...TERMS.purposes], { minLength: 2 }),
      prohibited: fc.shuffledSubarray([...TERMS.prohibited], { minLength: 2 }),
      duties: fc.shuffledSubarray([...TERMS.duties], { minLength: 2 }),
    });
    fc.assert(
      fc.property(shuffled, (lists) =>
        expect(digestOfTerms({ ...TERMS, ...lists })).toBe(digestOfTerms(TERMS)),
      ),
    );
  });

  const changes: { name: string; terms?: Partial<OfferTerms>; subject?: Partial<typeof SUBJECT> }[] = [
    { name: 'a cent', terms: { price: { ...TERMS.price, amount: money(250_001n, 'EUR') } } },
    { name: 'the currency', terms: { price: { ...TERMS.price, amount: money(250_000n, 'USD') } } },
    { name: 'the price a job', terms: { price: { ...TERMS.price, jobPrice: money(501n, 'EUR') } } },
    { name: 'the model', terms: { price: { amount: TERMS.price.amount, model: 'FLAT', jobPrice: null } } },
    { name: 'a day', terms: { termDays: 366 } },
    { name: 'a purpose', terms: { purposes: ['dpv:AcademicResearch'] } },
    { name: 'a prohibition', terms: { prohibited: [] } },
    { name: 'a duty', terms: { duties: [] } },
    { name: 'the charter’s version', subject: { charterVersion: 4 } },
    { name: 'the dataset', subject: { dataset: 'dst_2' } },
    { name: 'the co-op', subject: { assigner: 'did:key:other' } },
    { name: 'the offer itself', subject: { offer: 'off_2' } },
  ];
  it.each(changes)('has another digest when $name changes', ({ terms, subject }) => {
    const changed = offerDigest(offerPolicy({ ...SUBJECT, ...subject }, { ...TERMS, ...terms }));
    expect(changed).not.toBe(digestOfTerms(TERMS));
  });
});

describe('the terms of an offer', () => {
  const cases: { name: string; purpose: string; permitted: boolean }[] = [
    { name: 'a permitted purpose', purpose: 'dpv:AcademicResearch', permitted: true },
    { name: 'a narrower one of a permitted', purpose: 'dpv:AcademicResearch', permitted: true },
    { name: 'a prohibited purpose', purpose: 'dpv:Advertising', permitted: false },
    { name: 'a narrower one of a prohibited', purpose: 'dpv:PersonalisedAdvertising', permitted: false },
    { name: 'a broader one than permitted', purpose: 'dpv:ResearchAndDevelopment', permitted: false },
    { name: 'a word outside the vocabulary', purpose: 'dpv:Nonsense', permitted: false },
  ];
  it.each(cases)('permit $name: $permitted', ({ purpose, permitted }) => {
    expect(permits(TERMS, purpose)).toBe(permitted);
  });

  it('prohibit what is narrower than a prohibition, whatever they permit', () => {
    expect(
      permits(
        { purposes: ['dpv:Marketing'], prohibited: ['dpv:Advertising'] },
        'dpv:PersonalisedAdvertising',
      ),
    ).toBe(false);
    expect(permits({ purposes: ['dpv:Marketing'], prohibited: ['dpv:Advertising'] }, 'dpv:Marketing')).toBe(
      true,
    );
  });

  const refusals: { name: string; change: Partial<OfferTerms>; code: string }[] = [
    { name: 'no purpose', change: { purposes: [] }, code: 'BAD_USER_INPUT' },
    {
      name: 'a purpose twice',
      change: { purposes: ['dpv:AcademicResearch', 'dpv:AcademicResearch'] },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'a purpose that is prohibited',
      change: { purposes: ['dpv:PersonalisedAdvertising'] },
      code: 'BAD_USER_INPUT',
    },
    { name: 'half a day', change: { termDays: 0.5 }, code: 'BAD_USER_INPUT' },
    { name: 'more than ten years', change: { termDays: 3_654 }, code: 'BAD_USER_INPUT' },
    {
      name: 'a job price without its model',
      change: { price: { ...TERMS.price, model: 'FLAT' } },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'a negative price',
      change: { price: { ...TERMS.price, amount: money(-1n, 'EUR') } },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'a job price in another currency',
      change: { price: { ...TERMS.price, jobPrice: money(1n, 'USD') } },
      code: 'PRICE_CURRENCY_MISMATCH',
    },
    { name: 'an empty duty', change: { duties: [''] }, code: 'BAD_USER_INPUT' },
  ];
  it.each(refusals)('are refused with $name: $code', ({ change, code }) => {
    expect(() => requireOfferTerms({ ...TERMS, ...change }, 'EUR')).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

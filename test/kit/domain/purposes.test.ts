import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COOPERATIVE_PURPOSES, DPV_PURPOSES } from '../../../subgraphs/kit/domain/purposeTerms.js';
import { ancestors, covers, isPurpose, permits } from '../../../subgraphs/kit/domain/purposes.js';

const TERMS = [
  ...new Set(Object.entries(DPV_PURPOSES).flatMap(([broader, narrower]) => [broader, ...narrower])),
].map((term) => `dpv:${term}`);
const ALL = [...TERMS, ...Object.keys(COOPERATIVE_PURPOSES)];
const term = fc.constantFrom(...ALL);

describe('the vocabulary', () => {
  it('holds every purpose of DPV 2.2 but the root', () => {
    expect(TERMS).toHaveLength(118);
    expect(ALL.every(isPurpose)).toBe(true);
  });

  it('puts every term of our own below terms of DPV', () => {
    for (const own of Object.keys(COOPERATIVE_PURPOSES)) {
      expect(ancestors(own).size).toBeGreaterThan(0);
      expect([...ancestors(own)].every((broader) => TERMS.includes(broader))).toBe(true);
    }
  });

  const unknown = [
    'dpv:Purpose',
    'dpv:Sector',
    'AcademicResearch',
    'dpv:academicresearch',
    'dpv:',
    '',
    'constructor',
    'https://w3id.org/dpv#Marketing',
  ];
  it.each(unknown)('does not know %p', (text) => {
    expect(isPurpose(text)).toBe(false);
    expect(ancestors(text).size).toBe(0);
    expect(covers(text, text)).toBe(false);
    expect(permits({ allowed: [text], prohibited: [] }, text)).toBe(false);
  });
});

describe('covers', () => {
  const cases = [
    { broader: 'dpv:Marketing', narrower: 'dpv:TargetedAdvertising', want: true },
    { broader: 'dpv:Personalisation', narrower: 'dpv:TargetedAdvertising', want: true },
    { broader: 'dpv:Marketing', narrower: 'coop:PredatoryAdvertising', want: true },
    { broader: 'dpv:CommercialPurpose', narrower: 'dpv:CommercialResearch', want: true },
    { broader: 'dpv:ResearchAndDevelopment', narrower: 'dpv:CommercialResearch', want: true },
    { broader: 'dpv:PublicBenefit', narrower: 'dpv:ImproveHealthcare', want: true },
    { broader: 'dpv:TargetedAdvertising', narrower: 'dpv:Marketing', want: false },
    { broader: 'dpv:AcademicResearch', narrower: 'dpv:CommercialResearch', want: false },
    { broader: 'dpv:NonCommercialPurpose', narrower: 'dpv:CommercialResearch', want: false },
    { broader: 'coop:InsurancePricing', narrower: 'dpv:CommercialPurpose', want: false },
  ];
  it.each(cases)('$broader, $narrower: $want', ({ broader, narrower, want }) => {
    expect(covers(broader, narrower)).toBe(want);
  });

  it('is an order: of itself, one way, and through what lies between', () => {
    fc.assert(
      fc.property(term, term, term, (a, b, c) => {
        expect(covers(a, a)).toBe(true);
        if (a !== b && covers(a, b)) expect(covers(b, a)).toBe(false);
        if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('permits', () => {
  const rules = {
    allowed: ['dpv:ResearchAndDevelopment', 'dpv:Marketing'],
    prohibited: ['dpv:CommercialPurpose', 'dpv:PersonalisedAdvertising'],
  };
  const cases = [
    { purpose: 'dpv:AcademicResearch', want: true, why: 'it is below what is allowed' },
    { purpose: 'dpv:Marketing', want: true, why: 'it is allowed itself' },
    { purpose: 'dpv:CommercialResearch', want: false, why: 'another of its broader terms is prohibited' },
    { purpose: 'dpv:TargetedAdvertising', want: false, why: 'a prohibition covers what is narrower' },
    { purpose: 'coop:PredatoryAdvertising', want: false, why: 'a prohibition in DPV terms covers ours' },
    { purpose: 'dpv:ServiceProvision', want: false, why: 'nothing allows it' },
    { purpose: 'dpv:Purpose', want: false, why: 'it is no purpose in particular' },
  ];
  it.each(cases)('$purpose: $want, for $why', ({ purpose, want }) =>
    expect(permits(rules, purpose)).toBe(want),
  );

  it('never permits more for one more prohibition, nor less for one more allowance', () => {
    const some = fc.array(term, { maxLength: 5 });
    fc.assert(
      fc.property(some, some, term, term, (allowed, prohibited, more, purpose) => {
        const before = permits({ allowed, prohibited }, purpose);
        if (!before) expect(permits({ allowed, prohibited: [...prohibited, more] }, purpose)).toBe(false);
        if (before) expect(permits({ allowed: [...allowed, more], prohibited }, purpose)).toBe(true);
      }),
    );
  });

  it('permits nothing when nothing is allowed', () => {
    fc.assert(fc.property(term, (purpose) => !permits({ allowed: [], prohibited: [] }, purpose)));
  });
});

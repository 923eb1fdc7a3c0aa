import { describe, expect, it } from '@jest/globals';
import { amended, purposeRefusal, ruleFor, unlivable } from '../../../subgraphs/governance/domain/charter.js';
import { charter, charterTerms, rule } from '../support/charter.js';

describe('what a charter lets be licensed', () => {
  const terms = charterTerms({
    allowedPurposes: ['dpv:ResearchAndDevelopment', 'dpv:Marketing', 'dpv:FraudPreventionAndDetection'],
    prohibitedPurposes: ['dpv:Advertising'],
  });
  const cases = [
    { name: 'an allowed purpose', purpose: 'dpv:ResearchAndDevelopment', refusal: null },
    { name: 'a narrower one than is allowed', purpose: 'dpv:AcademicResearch', refusal: null },
    {
      name: 'one that nobody allowed',
      purpose: 'dpv:LegalCompliance',
      refusal: 'PURPOSE_NOT_ALLOWED',
    },
    {
      name: 'one that is broader than what is allowed',
      purpose: 'dpv:MisusePreventionAndDetection',
      refusal: 'PURPOSE_NOT_ALLOWED',
    },
    { name: 'a prohibited one', purpose: 'dpv:Advertising', refusal: 'PURPOSE_PROHIBITED' },
    {
      name: 'a narrower one than is prohibited, within what is allowed',
      purpose: 'dpv:TargetedAdvertising',
      refusal: 'PURPOSE_PROHIBITED',
    },
  ];
  it.each(cases)('$name: $refusal', ({ purpose, refusal }) => {
    expect(purposeRefusal(terms, purpose)?.split(':')[0] ?? null).toBe(refusal);
  });
});

describe('the rule for a kind', () => {
  it('is found, or missing, or does not fit the kind', () => {
    const terms = charterTerms({ rules: [rule('LICENCE'), rule('ELECTION', { method: 'SINGLE' })] });
    expect(ruleFor(terms, 'LICENCE')?.quorumBp).toBe(2_000);
    expect(ruleFor(terms, 'ADMISSION')).toBeNull();
    expect(ruleFor(terms, 'ELECTION')).toBeNull();
  });
});

describe('terms that a co-op could not live under', () => {
  const current = charterTerms();
  const cases = [
    { name: 'the same again', terms: charterTerms(), refusal: null },
    {
      name: 'another currency',
      terms: charterTerms({ revenuePolicy: { ...current.revenuePolicy, currency: 'EUR' } }),
      refusal: /settlement currency/,
    },
    {
      name: 'no way to amend them',
      terms: charterTerms({ rules: [rule('LICENCE')] }),
      refusal: /its own amendment/,
    },
    {
      name: 'an election by single choice',
      terms: charterTerms({ rules: [rule('CHARTER_AMENDMENT'), rule('ELECTION', { method: 'SINGLE' })] }),
      refusal: /cannot decide ELECTION/,
    },
    {
      name: 'a purpose inside a prohibited one',
      terms: charterTerms({ allowedPurposes: ['dpv:TargetedAdvertising'] }),
      refusal: /allows dpv:TargetedAdvertising and prohibits it/,
    },
  ];
  it.each(cases)('$name', ({ terms, refusal }) => {
    if (refusal) expect(unlivable(terms, current)).toMatch(refusal);
    else expect(unlivable(terms, current)).toBeNull();
  });
});

describe('an amendment that has passed', () => {
  const base = charter(1, charterTerms());
  const policy = { ...base.terms.revenuePolicy, reserveBp: 2_000 };
  const amendment = {
    kind: 'CHARTER_AMENDMENT',
    baseVersion: 1,
    terms: charterTerms({ text: 'new' }),
  } as const;
  const repolicy = { kind: 'REVENUE_POLICY', baseVersion: 1, policy } as const;
  const otherText = charter(2, charterTerms({ text: 'another text' }));
  const otherPolicy = charter(2, charterTerms({ revenuePolicy: { ...policy, reserveBp: 1 } }));

  it('replaces the text that its voters read', () => {
    expect(amended(amendment, base, base)).toEqual({ terms: amendment.terms });
  });

  it('replaces no text that they have not read', () => {
    expect(amended(amendment, base, otherText)).toEqual({
      refusal: expect.stringMatching(/^CHARTER_CHANGED/),
    });
  });

  it('lays a revenue policy over a later charter with the same policy', () => {
    expect(amended(repolicy, base, otherText)).toEqual({
      terms: { ...otherText.terms, revenuePolicy: policy },
    });
  });

  it('lays no revenue policy over one that was voted meanwhile', () => {
    expect(amended(repolicy, base, otherPolicy)).toEqual({
      refusal: expect.stringMatching(/^CHARTER_CHANGED/),
    });
  });

  it('is judged again against the charter in force', () => {
    const euro = charter(2, charterTerms({ revenuePolicy: { ...base.terms.revenuePolicy } }));
    const bad = { ...repolicy, policy: { ...policy, currency: 'EUR' } };
    expect(amended(bad, base, euro)).toEqual({ refusal: expect.stringMatching(/settlement currency/) });
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coarsenGates, passGates, type GateCounts } from '../../../subgraphs/data/domain/gates.js';
import { NEGOTIATION_STATES } from '../../../subgraphs/data/domain/licenceState.js';

const USE = { purpose: 'dpv:AcademicResearch', recipient: 'BUYER', categories: ['ORDINARY'] };
const IN_FORCE = { state: 'FINALIZED', active: true } as const;
const willing = {
  purposes: ['dpv:AcademicResearch'],
  categories: ['ORDINARY', 'PERSONAL'],
  recipients: ['BUYER'] as const,
};
const member = (consents: readonly object[], records = 5) => ({
  memberId: 'mem_1',
  records,
  consents: consents as never[],
});

describe('three gates', () => {
  const cases = [
    { name: 'no consent', consents: [], licence: IN_FORCE, stopped: 'stoppedByConsent' },
    {
      name: 'a consent for another recipient',
      consents: [{ ...willing, recipients: ['REGULATOR'] }],
      licence: IN_FORCE,
      stopped: 'stoppedByConsent',
    },
    {
      name: 'a consent for other columns',
      consents: [{ ...willing, categories: ['PERSONAL'] }],
      licence: IN_FORCE,
      stopped: 'stoppedByConsent',
    },
    {
      name: 'a licence whose term has ended',
      consents: [willing],
      licence: { state: 'FINALIZED', active: false },
      stopped: 'stoppedByDecision',
    },
    {
      name: 'a licence that is only agreed',
      consents: [willing],
      licence: { state: 'AGREED', active: true },
      stopped: 'stoppedByDecision',
    },
    {
      name: 'a consent for another purpose',
      consents: [{ ...willing, purposes: ['dpv:Marketing'] }],
      licence: IN_FORCE,
      stopped: 'stoppedByPurpose',
    },
    {
      name: 'a consent for a narrower purpose than is asked',
      consents: [willing],
      licence: IN_FORCE,
      use: { ...USE, purpose: 'dpv:ResearchAndDevelopment' },
      stopped: 'stoppedByPurpose',
    },
  ] as const;
  test.each(cases)(
    'stop the records of a member with $name, once',
    ({ consents, licence, stopped, ...rest }) => {
      const use = 'use' in rest ? rest.use : USE;
      const { admitted, counts } = passGates([member(consents)], licence, use);
      expect(admitted).toEqual([]);
      const none = { stoppedByConsent: 0, stoppedByDecision: 0, stoppedByPurpose: 0 };
      expect(counts).toEqual({ ...none, records: 5, [stopped]: 5 });
    },
  );

  test('let through by the one consent of several that covers the use', () => {
    const others = [
      { ...willing, purposes: ['dpv:Marketing'] },
      { ...willing, recipients: ['REGULATOR'] },
    ];
    const { admitted } = passGates([member([...others, willing])], IN_FORCE, USE);
    expect(admitted.map(({ consent }) => consent)).toEqual([willing]);
  });

  test('do not let two consents that each cover half stand for one', () => {
    const halves = [
      { ...willing, categories: ['PERSONAL'] },
      { ...willing, purposes: ['dpv:Marketing'] },
    ];
    expect(passGates([member(halves)], IN_FORCE, USE).admitted).toEqual([]);
  });

  test('account for every record exactly once', () => {
    const consent = fc.record({
      purposes: fc.subarray(['dpv:AcademicResearch', 'dpv:Marketing']),
      categories: fc.subarray(['ORDINARY', 'PERSONAL']),
      recipients: fc.subarray(['BUYER', 'REGULATOR']),
    });
    const members = fc.array(fc.tuple(fc.array(consent, { maxLength: 3 }), fc.nat(50)));
    const licence = fc.record({ state: fc.constantFrom(...NEGOTIATION_STATES), active: fc.boolean() });
    fc.assert(
      fc.property(members, licence, (all, deal) => {
        const { admitted, counts } = passGates(
          all.map(([consents, records]) => member(consents, records)),
          deal,
          USE,
        );
        const through = admitted.reduce((sum, one) => sum + one.member.records, 0);
        const stopped = counts.stoppedByConsent + counts.stoppedByDecision + counts.stoppedByPurpose;
        return through + stopped === counts.records && (admitted.length === 0 || deal.state === 'FINALIZED');
      }),
    );
  });
});

describe('counts for a buyer', () => {
  const counts: GateCounts = {
    records: 123,
    stoppedByConsent: 45,
    stoppedByDecision: 0,
    stoppedByPurpose: 9,
    unreadable: 1,
    invalid: 3,
    used: 69,
    members: 17,
  };

  test('are tens', () => {
    expect(coarsenGates(counts)).toEqual({
      ...counts,
      records: 120,
      stoppedByConsent: 40,
      stoppedByPurpose: 0,
      unreadable: 0,
      invalid: 0,
      used: 60,
      members: 10,
    });
  });

  test('are nothing at all of a small cohort', () => {
    expect(new Set(Object.values(coarsenGates({ ...counts, members: 9 })))).toEqual(new Set([0]));
  });
});

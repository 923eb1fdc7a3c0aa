import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import * as rules from '../../../subgraphs/membership/domain/member.js';
import type { Member } from '../../../subgraphs/membership/domain/member.js';
import { holds, termEnd } from '../../../subgraphs/membership/domain/roles.js';
import type { Role, RoleGrant } from '../../../subgraphs/membership/domain/roles.js';
import { NEXT, STANDINGS, countChange } from '../../../subgraphs/membership/domain/standing.js';
import type { MemberStanding } from '../../../subgraphs/membership/domain/standing.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const day = (days: number) => new Date(now.getTime() + days * 86_400_000);
const since = (role: Role, from = day(-10), until: Date | null = null): RoleGrant => ({ role, from, until });

function member(standing: MemberStanding, ...roles: RoleGrant[]): Member {
  return {
    id: newId('mem'),
    cooperativeId: newId('coop'),
    did: 'did:key:z6MkA',
    displayName: null,
    displayNameShared: false,
    standing,
    roles,
    keys: ['z6MkA'],
    appliedAt: day(-20),
    joinedAt: null,
    exitedAt: null,
    voteRequestedAt: null,
  };
}

const moves: { name: string; move: (m: Member) => Member; from: MemberStanding[]; to: MemberStanding }[] = [
  { name: 'admit', move: (m) => rules.admit(m, now), from: ['APPLIED'], to: 'ADMITTED' },
  { name: 'reject', move: (m) => rules.reject(m, now), from: ['APPLIED'], to: 'EXITED' },
  { name: 'suspend', move: (m) => rules.suspend(m, 'STEWARDS', now), from: ['ADMITTED'], to: 'SUSPENDED' },
  { name: 'reinstate', move: (m) => rules.reinstate(m), from: ['SUSPENDED'], to: 'ADMITTED' },
  {
    name: 'leave',
    move: (m) => rules.leave(m, now),
    from: ['APPLIED', 'ADMITTED', 'SUSPENDED'],
    to: 'EXITING',
  },
  { name: 'finishLeaving', move: (m) => rules.finishLeaving(m, now), from: ['EXITING'], to: 'EXITED' },
];

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as DomainError).code;
  }
  return 'none';
}

describe('the standing of a membership', () => {
  for (const { name, move, from, to } of moves) {
    for (const standing of STANDINGS) {
      const allowed = from.includes(standing);
      it(`${allowed ? 'lets' : 'does not let'} ${name} begin at ${standing}`, () => {
        if (allowed) expect(move(member(standing)).standing).toBe(to);
        else expect(codeOf(() => move(member(standing)))).toBe('STANDING_CONFLICT');
      });
    }
  }

  it('is counted from admission to exit, whatever comes between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
        let one = member('APPLIED');
        let count = 0;
        for (const choice of choices) {
          const possible = moves.filter(({ from }) => from.includes(one.standing));
          const moved = possible[choice % possible.length]?.move(one);
          const after = moved ?? { ...one, standing: 'APPLIED' as const, joinedAt: null };
          count += countChange(one, after);
          one = after;
          expect(count).toBe(one.joinedAt !== null && one.standing !== 'EXITED' ? 1 : 0);
        }
      }),
    );
  });

  it('does not count an applicant who withdraws', () => {
    const applicant = member('APPLIED');
    expect(countChange(applicant, rules.leave(applicant, now))).toBe(0);
  });

  it('goes nowhere that the table of moves does not lead', () => {
    const led = moves.flatMap(({ from, to }) => from.map((standing) => `${standing} ${to}`));
    const table = STANDINGS.flatMap((standing) => NEXT[standing].map((to) => `${standing} ${to}`));
    expect(new Set([...led, 'EXITED APPLIED'])).toEqual(new Set(table));
  });
});

describe('roles', () => {
  it('are MEMBER from admission, and none after leaving', () => {
    const admitted = rules.admit(member('APPLIED'), now);
    expect(admitted).toMatchObject({ joinedAt: now, roles: [{ role: 'MEMBER', from: now, until: null }] });
    const left = rules.leave(admitted, day(1));
    expect(rules.snapshotOf(left, day(1)).roles).toEqual([]);
    expect(left.roles).toEqual([{ role: 'MEMBER', from: now, until: day(1) }]);
  });

  it('begin inside and end outside their span', () => {
    const roles = [since('AUDITOR', day(0), day(2))];
    expect([-1, 0, 1, 2].map((at) => holds(roles, 'AUDITOR', day(at)))).toEqual([false, true, true, false]);
  });

  it('count for nothing while the membership is suspended', () => {
    const suspended = rules.suspend(member('ADMITTED', since('AUDITOR')), 'STEWARDS', now);
    expect(rules.isInOffice(suspended, 'AUDITOR', now)).toBe(false);
    expect(rules.isInOffice(rules.reinstate(suspended), 'AUDITOR', now)).toBe(true);
  });

  it.each(['STEWARD', 'MEMBER'] as const)('%s is not a steward’s to give or take', (role) => {
    const one = member('ADMITTED', since(role));
    expect(codeOf(() => rules.grantRole(one, role, now, null))).toBe('STEWARD_BY_ELECTION');
    expect(codeOf(() => rules.revokeRole(one, role, now))).toBe('STEWARD_BY_ELECTION');
  });

  it('are given to admitted members only, and taken only from who holds them', () => {
    expect(codeOf(() => rules.grantRole(member('SUSPENDED'), 'AUDITOR', now, null))).toBe(
      'STANDING_CONFLICT',
    );
    expect(codeOf(() => rules.revokeRole(member('ADMITTED'), 'AUDITOR', now))).toBe('ROLE_NOT_HELD');
    const ended = member('ADMITTED', since('AUDITOR', day(-5), day(-1)));
    expect(codeOf(() => rules.revokeRole(ended, 'AUDITOR', now))).toBe('ROLE_NOT_HELD');
  });

  it('never overlap with themselves, whatever is given when', () => {
    const grants = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 50 }), days: fc.option(fc.integer({ min: 1, max: 20 })) }),
    );
    fc.assert(
      fc.property(grants, (given) => {
        const inOrder = [...given].sort((a, b) => a.at - b.at);
        const holder = inOrder.reduce(
          (m, { at, days }) => rules.grantRole(m, 'AUDITOR', day(at), days === null ? null : day(at + days)),
          member('ADMITTED'),
        );
        for (let at = 0; at <= 80; at++) {
          const held = holder.roles.filter(
            ({ from, until }) => from <= day(at) && (until === null || day(at) < until),
          );
          expect(held.length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('a steward in office is not suspended by another', () => {
    const steward = member('ADMITTED', since('STEWARD'));
    expect(codeOf(() => rules.suspend(steward, 'STEWARDS', now))).toBe('STEWARD_BY_ELECTION');
    expect(rules.suspend(steward, 'MEMBERS', now).standing).toBe('SUSPENDED');
    const former = member('ADMITTED', since('STEWARD', day(-9), day(-1)));
    expect(rules.suspend(former, 'STEWARDS', now).standing).toBe('SUSPENDED');
  });
});

describe('an election put into effect', () => {
  const founder = member('ADMITTED', since('MEMBER'), since('STEWARD'));
  const elected = member('ADMITTED', since('MEMBER'));
  const gone = member('EXITING');

  it('seats who was elected for the term and ends the stewardship of everybody else', () => {
    const changed = rules.seatStewards([founder, elected], new Set([elected.id]), 30, now);
    const byId = new Map(changed.map((one) => [one.id, one]));
    expect(holds(byId.get(founder.id)!.roles, 'STEWARD', now)).toBe(false);
    expect(byId.get(elected.id)!.roles).toContainEqual({
      role: 'STEWARD',
      from: now,
      until: termEnd(now, 30),
    });
    expect(holds(byId.get(elected.id)!.roles, 'STEWARD', day(30))).toBe(false);
  });

  it('gives who is elected again a term of its own', () => {
    const [again] = rules.seatStewards([founder], new Set([founder.id]), 30, now);
    const terms = again!.roles.filter(({ role }) => role === 'STEWARD');
    expect(terms).toEqual([since('STEWARD', day(-10), now), since('STEWARD', now, day(30))]);
  });

  it('leaves the seat of somebody who is no member any more empty', () => {
    const changed = rules.seatStewards([founder, elected, gone], new Set([elected.id, gone.id]), 30, now);
    expect(changed.map(({ id }) => id)).toEqual([founder.id, elected.id]);
  });

  it('changes nothing when nobody can take a seat', () => {
    expect(rules.seatStewards([founder, gone], new Set([gone.id]), 30, now)).toEqual([]);
    expect(rules.seatStewards([founder], new Set(), 30, now)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import {
  REFRESH_LIFE_MS,
  judgeRefresh,
  refreshExpiry,
  requireGood,
} from '../../../subgraphs/membership/domain/session.js';
import type { RefreshVerdict } from '../../../subgraphs/membership/domain/session.js';

const at = (text: string) => new Date(`2026-03-${text}T00:00:00.000Z`);
const now = at('10');

describe('a refresh token', () => {
  const cases = [
    {
      name: 'is good while it and its session last',
      used: null,
      expires: '11',
      ended: null,
      session: '20',
      want: 'GOOD',
    },
    {
      name: 'is not good at the instant it expires',
      used: null,
      expires: '10',
      ended: null,
      session: '20',
      want: 'EXPIRED',
    },
    {
      name: 'is not good in a session that was ended',
      used: null,
      expires: '11',
      ended: '09',
      session: '20',
      want: 'ENDED',
    },
    {
      name: 'is not good past the session’s life',
      used: null,
      expires: '11',
      ended: null,
      session: '10',
      want: 'ENDED',
    },
    {
      name: 'that was used shows reuse',
      used: '09',
      expires: '11',
      ended: null,
      session: '20',
      want: 'REUSED',
    },
    {
      name: 'that was used shows reuse even when expired',
      used: '08',
      expires: '09',
      ended: null,
      session: '20',
      want: 'REUSED',
    },
    {
      name: 'that was used shows reuse even after the end',
      used: '08',
      expires: '11',
      ended: '09',
      session: '20',
      want: 'REUSED',
    },
  ];
  it.each(cases)('$name', ({ used, expires, ended, session, want }) => {
    const family = {
      id: newId('ses'),
      did: 'd',
      key: 'k',
      expiresAt: at(session),
      endedAt: ended ? at(ended) : null,
    };
    expect(judgeRefresh(family, { expiresAt: at(expires), usedAt: used ? at(used) : null }, now)).toBe(want);
  });

  it('never outlives its session', () => {
    expect(refreshExpiry({ expiresAt: at('12') }, now)).toEqual(at('12'));
    expect(refreshExpiry({ expiresAt: new Date('2027-01-01') }, now)).toEqual(
      new Date(now.getTime() + REFRESH_LIFE_MS),
    );
  });

  const codes: [RefreshVerdict, string][] = [
    ['REUSED', 'REFRESH_TOKEN_REUSED'],
    ['ENDED', 'SESSION_ENDED'],
    ['EXPIRED', 'REFRESH_TOKEN_INVALID'],
  ];
  it.each(codes)('judged %s is refused with %s', (verdict, code) => {
    expect.assertions(1);
    try {
      requireGood(verdict);
    } catch (error) {
      expect((error as DomainError).code).toBe(code);
    }
  });
});

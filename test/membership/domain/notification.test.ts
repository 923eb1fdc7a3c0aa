import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dataUsed, voteOpened } from '../../../subgraphs/membership/domain/notification.js';

describe('a notice', () => {
  it('is never longer than a lock screen shows, and cuts no character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
        const notice = voteOpened('prp_1', title, new Date('2026-03-01T00:00:00Z'));
        expect([...notice.title].length).toBeLessThanOrEqual(160);
        expect(notice.title).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('counts records in words', () => {
    expect(dataUsed('job_1', 1).title).toBe('One record of yours took part in a computation');
    expect(dataUsed('job_1', 7).title).toBe('7 records of yours took part in a computation');
  });
});

import { describe, expect, test } from '@jest/globals';
import { requireSessionsKnown } from '../../../subgraphs/kit/identity/sessionLag.js';

const heard = (at: number) => ({ heardAt: () => at });
const behind = expect.objectContaining({
  code: 'PROJECTION_BEHIND',
  retry: 'later',
  facts: { service: 'membership' },
});

describe('which sessions have ended', () => {
  test.each([0, 1, 60_000])('is known %i ms after the last word', (ms) => {
    expect(() => requireSessionsKnown(heard(5), 60_000, 5 + ms)).not.toThrow();
  });

  test.each([
    ['longer than it may be after the last word', heard(5), 60_006],
    ['before the first word', heard(-Infinity), 10],
    ['before anybody is listened to', undefined, 10],
  ])('is not known %s', (_, membership, now) => {
    expect(() => requireSessionsKnown(membership, 60_000, now)).toThrow(behind);
  });
});

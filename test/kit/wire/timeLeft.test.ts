import { describe, expect, test } from '@jest/globals';
import { TimeLeft } from '../../../subgraphs/kit/wire/timeLeft.js';

describe('the time left', () => {
  const unlimited = [undefined, '', '-1', '1.5', '1e3', 'soon', '9999999999'];
  test.each(unlimited)('is without end where the header reads %s', (header) => {
    const time = new TimeLeft(header);
    expect(time.ms()).toBe(Infinity);
    expect(() => time.require()).not.toThrow();
  });

  test('is at most what the header says, in whole milliseconds', () => {
    const left = new TimeLeft('60000').ms();
    expect(left).toBeLessThanOrEqual(60_000);
    expect(Number.isInteger(left)).toBe(true);
  });

  test('that is over refuses work', () => {
    expect(() => new TimeLeft('0').require()).toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
  });
});

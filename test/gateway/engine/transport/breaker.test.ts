import { beforeEach, describe, expect, test } from '@jest/globals';
import { Breaker } from '../../../../gateway/engine/transport/breaker.js';
import { ERRORS } from '../../../../gateway/errors.js';
import { COMMON } from '../../../../subgraphs/kit/errors/table.js';

const limits = { failuresMin: 3, windowMs: 10_000, openMs: 2_000 };
const down = () => Promise.reject(ERRORS.SUBGRAPH_UNAVAILABLE.raise('down'));
const up = () => Promise.resolve('up');

let now: number;
let breaker: Breaker;
let reached: number;

beforeEach(() => {
  now = 1_000_000;
  reached = 0;
  breaker = new Breaker(limits, () => now);
});

/** What becomes of a request: its answer, its code, or that it was not let through. */
async function attempt(work: () => Promise<string>): Promise<string> {
  let through = false;
  const seen = (): Promise<string> => {
    through = true;
    reached += 1;
    return work();
  };
  try {
    return await breaker.run(seen);
  } catch (error) {
    return through ? (error as { code: string }).code : 'stopped';
  }
}

async function fail(count: number): Promise<void> {
  for (let failed = 0; failed < count; failed += 1) await attempt(down);
}

/** Fails after so many milliseconds. */
const after = (milliseconds: number, raise: () => Error) => () => {
  now += milliseconds;
  return Promise.reject(raise());
};

describe('a breaker', () => {
  test('stops nobody before so many failures', async () => {
    await fail(2);
    expect(await attempt(up)).toBe('up');
  });

  test('stops everybody after them, at once', async () => {
    await fail(3);
    expect([await attempt(up), await attempt(up)]).toEqual(['stopped', 'stopped']);
    expect(reached).toBe(3);
  });

  test('counts no failure that is longer ago than its window', async () => {
    await fail(2);
    now += limits.windowMs;
    await fail(2);
    expect(await attempt(up)).toBe('up');
  });

  test('stops nobody while most is answered', async () => {
    for (let round = 0; round < 10; round += 1) {
      await fail(1);
      await attempt(up);
      await attempt(up);
    }
    expect(await attempt(up)).toBe('up');
  });

  test('opens again for half of what is tried, whatever was long ago', async () => {
    for (let round = 0; round < 100; round += 1) await attempt(up);
    now += limits.windowMs;
    await fail(3);
    expect(await attempt(up)).toBe('stopped');
  });

  test('lets one request try when its time is over, and all once that was answered', async () => {
    await fail(3);
    now += limits.openMs - 1;
    expect(await attempt(up)).toBe('stopped');
    now += 1;
    let answer: (text: string) => void = () => undefined;
    const probe = attempt(() => new Promise((done) => (answer = done)));
    expect([await attempt(up), await attempt(up)]).toEqual(['stopped', 'stopped']);
    answer('up');
    expect(await probe).toBe('up');
    expect([await attempt(up), await attempt(up)]).toEqual(['up', 'up']);
    expect(await attempt(down)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await attempt(up)).toBe('up');
  });

  test('stays open for as long again when the one that tries fails', async () => {
    await fail(3);
    now += limits.openMs;
    expect(await attempt(down)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await attempt(up)).toBe('stopped');
    now += limits.openMs;
    expect(await attempt(up)).toBe('up');
  });

  test('lets another try when the first says nothing', async () => {
    await fail(3);
    now += limits.openMs;
    const hasty = after(20, () => ERRORS.SUBGRAPH_TIMEOUT.raise('late'));
    expect(await attempt(hasty)).toBe('SUBGRAPH_TIMEOUT');
    expect(await attempt(up)).toBe('up');
  });

  test('is not held open by what was under way when it opened', async () => {
    let lose: (error: Error) => void = () => undefined;
    const slow = attempt(() => new Promise((_, reject) => (lose = reject)));
    await fail(3);
    now += limits.openMs - 1;
    lose(ERRORS.SUBGRAPH_UNAVAILABLE.raise('down'));
    await slow;
    now += 1;
    expect(await attempt(up)).toBe('up');
  });

  const cases = [
    { name: 'a timeout', takes: 1_000, raise: () => ERRORS.SUBGRAPH_TIMEOUT.raise('late'), counts: true },
    {
      name: 'a timeout of a caller in a hurry',
      takes: 999,
      raise: () => ERRORS.SUBGRAPH_TIMEOUT.raise('late'),
      counts: false,
    },
    {
      name: 'an answer that is none',
      takes: 0,
      raise: () => ERRORS.SUBGRAPH_ANSWER_INVALID.raise('no'),
      counts: false,
    },
    {
      name: 'an answer that is too large',
      takes: 0,
      raise: () => ERRORS.SUBGRAPH_ANSWER_TOO_LARGE.raise('no'),
      counts: false,
    },
    { name: 'a full queue', takes: 0, raise: () => ERRORS.SUBGRAPH_OVERLOADED.raise('no'), counts: false },
    {
      name: 'the end of the caller’s time',
      takes: 0,
      raise: () => COMMON.DEADLINE_EXCEEDED.raise('no'),
      counts: false,
    },
    { name: 'a mistake of ours', takes: 0, raise: () => new TypeError('x'), counts: false },
  ];
  test.each(cases)('counts $name: $counts', async ({ takes, raise, counts }) => {
    for (let tried = 0; tried < limits.failuresMin; tried += 1) await attempt(after(takes, raise));
    expect(await attempt(up)).toBe(counts ? 'stopped' : 'up');
  });
});

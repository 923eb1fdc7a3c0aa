import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Progress } from '../../../wallet/demo/load/progress.js';
import { awaited, chunked, pooled } from '../../../wallet/demo/pool.js';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('a pool', () => {
  it('does every item once and never more of them at a time than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (items, width) => {
          const done: number[] = [];
          let running = 0;
          let most = 0;
          await pooled(items, width, async (item) => {
            most = Math.max(most, (running += 1));
            await soon();
            done.push(item);
            running -= 1;
          });
          expect(done.sort()).toEqual([...items].sort());
          expect(most).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('begins nothing more after a failure, and tells of it', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await soon();
      throw new Error(`no ${item}`);
    };
    await expect(pooled([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('no 1');
    expect(begun).toEqual([1, 2]);
  });
});

describe('groups', () => {
  it('hold every item in its order, and none is too large', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const groups = chunked(items, size);
        expect(groups.flat()).toEqual(items);
        for (const group of groups) expect(group.length).toBeLessThanOrEqual(size);
      }),
    );
  });
});

describe('waiting', () => {
  it('ends with what was seen', async () => {
    let looks = 0;
    expect(
      await awaited('three', async () => ((looks += 1) === 3 ? 'seen' : undefined), { everyMs: 1 }),
    ).toBe('seen');
  });

  it('ends in the name of what never came', async () => {
    await expect(awaited('Godot', async () => undefined, { everyMs: 1, forMs: 5 })).rejects.toThrow('Godot');
  });

  it('ends at once when looking fails', async () => {
    await expect(awaited('it', () => Promise.reject(new Error('blind')))).rejects.toThrow('blind');
  });
});

describe('progress', () => {
  it('is said in growing percent, not for every step, and ends at a hundred', () => {
    const lines: string[] = [];
    const progress = new Progress(1_000, { say: (line) => lines.push(line) });
    for (let step = 0; step < 1_100; step += 1) progress.step('people come');
    progress.finish();
    const percents = lines.map((line) => Number(/^loading demo:\s+(\d+) %/.exec(line)![1]));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(lines.length).toBeLessThan(40);
    expect(percents.at(-1)).toBe(100);
    expect(lines[5]).toMatch(/^loading demo: \d\d % people come$/);
  });

  it('is never silent for ten seconds, and says what keeps it', () => {
    let [now, trouble] = [0, undefined as string | undefined];
    const said: { at: number; line: string }[] = [];
    const say = (line: string) => said.push({ at: now, line });
    const progress = new Progress(1_000, { say, now: () => now, trouble: () => trouble });
    progress.step('people come', 30);
    // A machine that wakes us late: every third second.
    for (now = 1_000; now <= 60_000; now += 3_000) {
      if (now > 30_000) trouble = 'PROJECTION_BEHIND';
      progress.look();
    }
    const silences = said.map(({ at }, index) => (said[index + 1]?.at ?? now) - at);
    expect(Math.max(...silences)).toBeLessThan(10_000);
    expect(said[1]!.line).toMatch(/^loading demo: {2}3 % goes on: people come, \d+ s ago$/);
    expect(said.at(-1)!.line).toContain('the services are busy (PROJECTION_BEHIND) and are asked again');
  });
});

import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { catchUpWith } from '../../../subgraphs/kit/service/catchUp.js';
import type { Followed } from '../../../subgraphs/kit/service/catchUp.js';
import { Waits } from '../../../subgraphs/kit/service/waits.js';

const ENTRY = newId('jrn');
const POSITIONS = [{ service: 'membership', entry: ENTRY }];

/** A journal whose projection stands at 0 until it is let go. */
function lagging() {
  let letGo = (): void => undefined;
  const there = new Promise<void>((done) => (letGo = done));
  let is = 0n;
  const waited: number[] = [];
  const followed: Followed = {
    feed: { positionOf: (entry) => Promise.resolve(entry === ENTRY ? 7n : 'UNKNOWN') },
    reader: {
      async reached(position, milliseconds) {
        if (is >= position || milliseconds === 0) return is >= position;
        waited.push(milliseconds);
        await there;
        return true;
      },
    },
  };
  return {
    readers: new Map([['membership', followed]]),
    waited,
    catchUp() {
      is = 7n;
      letGo();
    },
  };
}

const behind = expect.objectContaining({ code: 'PROJECTION_BEHIND', retry: 'later' });

describe('whoever would see what they wrote', () => {
  const limits = { all: 5, perViewer: 2 };

  it('waits for it, as many at a time as may, and each viewer for so many', async () => {
    const { readers, waited, catchUp } = lagging();
    const waits = new Waits(limits);
    const ask = (viewer: string) => catchUpWith(readers, POSITIONS, { viewer, waitMs: 5_000, waits });
    const first = [ask('a'), ask('a'), ask('b'), ask('b'), ask('c')];
    await expect(ask('a')).rejects.toEqual(behind);
    await expect(ask('d')).rejects.toEqual(behind);
    expect(waited).toHaveLength(5);
    catchUp();
    await Promise.all(first);
    // Who has waited makes room, and what is there is not waited for.
    await Promise.all(Array.from({ length: 20 }, () => ask('a')));
  });

  it('makes room again where the wait was in vain', async () => {
    const waits = new Waits({ all: 1, perViewer: 1 });
    const never: Followed = {
      feed: { positionOf: () => Promise.resolve(null) },
      reader: { reached: () => Promise.resolve(false) },
    };
    const readers = new Map([['membership', never]]);
    for (let time = 0; time < 3; time++) {
      await expect(catchUpWith(readers, POSITIONS, { viewer: 'a', waitMs: 1, waits })).rejects.toEqual(
        behind,
      );
    }
    await expect(waits.within('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await waits.within('b', () => Promise.resolve('in'))).toBe('in');
  });

  it('does not wait while nobody is signed in', async () => {
    const { readers, waited } = lagging();
    const waiting = { viewer: undefined, waitMs: 5_000, waits: new Waits(limits) };
    await expect(catchUpWith(readers, POSITIONS, waiting)).rejects.toEqual(behind);
    expect(waited).toEqual([]);
  });

  it('hears at once that nobody wrote it', async () => {
    const { readers, waited } = lagging();
    const invented = [{ service: 'membership', entry: newId('jrn') }];
    const waiting = { viewer: 'a', waitMs: 5_000, waits: new Waits(limits) };
    await expect(catchUpWith(readers, invented, waiting)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(waited).toEqual([]);
  });

  it('waits for no journal that is not followed', async () => {
    const waiting = { viewer: undefined, waitMs: 0, waits: new Waits(limits) };
    await catchUpWith(new Map(), POSITIONS, waiting);
  });
});

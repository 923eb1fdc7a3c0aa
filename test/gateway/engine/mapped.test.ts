import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { Mapped } from '../../../gateway/engine/mapped.js';

/** Yields what it is given, and tells whether it was let go. */
function source<T>(...items: T[]) {
  const told = { ended: false };
  async function* run(): AsyncGenerator<T, void, void> {
    try {
      yield* items;
    } finally {
      told.ended = true;
    }
  }
  return { items: run(), told };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('what is made of a stream', () => {
  test('is made of each item in its order, and ends with it', async () => {
    const { items, told } = source(1, 2, 3);
    expect(await all(new Mapped(items, (item) => Promise.resolve(item * 2)))).toEqual([2, 4, 6]);
    expect(told.ended).toBe(true);
  });

  test('lets the stream go when nobody wants more', async () => {
    const { items, told } = source(1, 2);
    for await (const item of new Mapped(items, String)) {
      expect(item).toBe('1');
      break;
    }
    expect(told.ended).toBe(true);
  });

  test('lets the stream go when nothing can be made of an item', async () => {
    const { items, told } = source(1, 2);
    const mapped = new Mapped<number, number>(items, () => {
      throw new Error('too large');
    });
    await expect(mapped.next()).rejects.toThrow('too large');
    expect(told.ended).toBe(true);
    expect((await mapped.next()).done).toBe(true);
  });

  test('fails as is said, whoever failed', async () => {
    async function* failing(): AsyncGenerator<number, void, void> {
      yield 1;
      throw new Error('the database is gone');
    }
    const mapped = new Mapped(failing(), String, () => new Error('not for you'));
    expect((await mapped.next()).value).toBe('1');
    await expect(mapped.next()).rejects.toThrow('not for you');
  });

  test('keeps nothing of an item while the next is waited for', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let more: (() => void) | undefined;
    const made: WeakRef<object>[] = [];
    const items: AsyncGenerator<object, void, void> = Object.assign(source<object>().items, {
      async next() {
        if (made.length > 0) await new Promise<void>((go) => (more = go));
        const value = { large: 'x'.repeat(1_000) };
        made.push(new WeakRef(value));
        return { done: false as const, value };
      },
    });
    const mapped = new Mapped(items, (item) => ({ item }));
    await mapped.next();
    const waiting = mapped.next();
    await new Promise((turn) => setImmediate(turn));
    collect();
    expect(made[0]!.deref()).toBeUndefined();
    more!();
    await waiting;
  });
});

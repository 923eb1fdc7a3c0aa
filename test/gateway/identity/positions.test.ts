import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { laterOf, MemoryPositions, readPositions } from '../../../gateway/identity/positions.js';
import { ENTRY, LATER_ENTRY } from '../support/toys.js';

describe('the journal-position header', () => {
  test.each([
    ['nothing', undefined, {}],
    ['one', `data:${ENTRY}`, { data: ENTRY }],
    ['several', `data:${ENTRY}, payouts:${LATER_ENTRY}`, { data: ENTRY, payouts: LATER_ENTRY }],
    ['the later of one service', `data:${LATER_ENTRY},data:${ENTRY}`, { data: LATER_ENTRY }],
  ])('gives %s', (_, header, want) => expect(readPositions(header)).toEqual(want));

  test.each([
    ['of no service', `log:${ENTRY}`],
    ['of an inherited name', `toString:${ENTRY}`],
    ['of no entry', 'data:prp_01h455vb4pex5vsknk084sn02q'],
    ['with more parts', `data:${ENTRY}:${ENTRY}`],
    ['that is empty', ''],
    ['with an empty part', `data:${ENTRY},`],
  ])('%s is refused', (_, header) => {
    expect(() => readPositions(header)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('remembered positions', () => {
  test('are those of the session', async () => {
    const memory = new MemoryPositions({ sessionsMax: 10, lifeMs: 60_000 });
    await memory.remember('a', { data: LATER_ENTRY });
    await memory.remember('a', { data: ENTRY, payouts: ENTRY });
    expect(await memory.recall('a')).toEqual({ data: LATER_ENTRY, payouts: ENTRY });
    expect(await memory.recall('b')).toEqual({});
  });

  test('give way to those of sessions used since', async () => {
    const memory = new MemoryPositions({ sessionsMax: 2, lifeMs: 60_000 });
    for (const session of ['a', 'b', 'c']) await memory.remember(session, { data: ENTRY });
    expect(await Promise.all(['a', 'b', 'c'].map((session) => memory.recall(session)))).toEqual([
      {},
      { data: ENTRY },
      { data: ENTRY },
    ]);
  });

  test('end with their life', async () => {
    const memory = new MemoryPositions({ sessionsMax: 2, lifeMs: 1 });
    await memory.remember('a', { data: ENTRY });
    await new Promise((done) => setTimeout(done, 20));
    expect(await memory.recall('a')).toEqual({});
  });

  test('are joined in any order to the same', () => {
    const positions = fc.dictionary(
      fc.constantFrom('data', 'payouts', 'membership', 'governance'),
      fc.constantFrom(ENTRY, LATER_ENTRY),
    );
    fc.assert(
      fc.property(positions, positions, positions, (a, b, c) => {
        expect(laterOf(a, b)).toEqual(laterOf(b, a));
        expect(laterOf(laterOf(a, b), c)).toEqual(laterOf(a, laterOf(b, c)));
        expect(laterOf(a, a)).toEqual({ ...a });
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { ENDED_SESSIONS_MAX, endedSessionsSchema } from '../../subgraphs/kit/contracts/standing.js';
import type { Entry } from '../../subgraphs/kit/contracts/entry.js';
import type { Tx } from '../../subgraphs/kit/store/tx.js';
import { endSessions } from '../../subgraphs/membership/service/endSessions.js';

interface Appended {
  type: string;
  private: { endedSessions: { ids: string[] } };
}

/** A transaction in which so many sessions end. */
async function ending(count: number): Promise<Appended[]> {
  const appended: Appended[] = [];
  const tx = {
    query: () => Promise.resolve(Array.from({ length: count }, (_, index) => ({ id: `ses_${index}` }))),
    append: ({ type }: Entry, { private: values }: Pick<Appended, 'private'>) =>
      void appended.push({ type, private: values }),
  } as unknown as Tx;
  expect(await endSessions(tx, { did: 'did:key:z1' }, 'SIGNED_OUT', new Date())).toBe(count);
  return appended;
}

describe('sessions that end', () => {
  test.each([
    [0, 0],
    [1, 1],
    [ENDED_SESSIONS_MAX, 1],
    [2 * ENDED_SESSIONS_MAX + 1, 3],
  ])('%i at once are journalled in %i entries that others read', async (count, entries) => {
    const appended = await ending(count);
    expect(appended).toHaveLength(entries);
    for (const { type, private: values } of appended) {
      expect(type).toBe('SessionsEnded');
      expect(endedSessionsSchema.safeParse(values.endedSessions).success).toBe(true);
    }
    const ids = appended.flatMap(({ private: values }) => values.endedSessions.ids);
    expect(new Set(ids).size).toBe(count);
  });
});

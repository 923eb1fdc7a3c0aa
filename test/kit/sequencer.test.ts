import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { Noted, startToy } from '../support/toyService.js';

describe('the sequencer', () => {
  let toy: TestService;
  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
  });
  afterAll(() => toy.stop());

  const append = (cooperative: string) =>
    toy.service.store.transaction({ cooperative }, (tx) =>
      Promise.resolve(tx.append(Noted, { cooperative, actorRole: 'MEMBER', public: {}, private: {} })),
    );
  const sizeOf = async (cooperative: string) => (await toy.service.log.checkpoint(cooperative))?.size ?? 0n;
  const grownTo = (cooperative: string, size: bigint) =>
    until(async () => (await sizeOf(cooperative)) === size, `the log to have ${size} entries`);

  it.each([
    { what: 'a peak was changed', sql: `update log_node set hash = sha256('another')` },
    { what: 'a peak is gone', sql: 'delete from log_node' },
    { what: 'the head is gone', sql: 'delete from log_head' },
    {
      what: 'the head was put back to an older one',
      sql: `update log_head h set size = 1, root = (select hash from log_node n
        where n.cooperative_id = h.cooperative_id and level = 0 and node_index = 0)`,
    },
    { what: 'another root stands in its head', sql: `update log_head set root = sha256('another')` },
  ])('adds nothing to a log of which $what, and goes on with those of others', async ({ sql }) => {
    const [harmed, sound] = [newId('coop'), newId('coop')];
    for (let n = 1n; n <= 3n; n++) {
      await append(harmed);
      await grownTo(harmed, n);
    }
    const before = await toy.service.log.checkpoint(harmed);
    await toy.sql(`${sql} where cooperative_id = $1`, [harmed]);
    const left = await append(harmed);
    await append(sound);
    await grownTo(sound, 1n);
    // More than a batch may hold of the log that stands still, so that it cannot be in the way of others.
    await toy.service.store.transaction({ cooperative: harmed }, (tx) => {
      for (let n = 0; n < 600; n++) {
        tx.append(Noted, { cooperative: harmed, actorRole: 'MEMBER', public: {}, private: {} });
      }
      return Promise.resolve();
    });
    await append(sound);
    await grownTo(sound, 2n);
    const rows = await toy.sql('select log_index, position from journal_entry where entry_id = $1', [left]);
    expect(rows).toEqual([{ log_index: null, position: null }]);
    // The note stands in the head, where there is one.
    const after = await toy.service.log.checkpoint(harmed);
    if (after) expect(after).toMatchObject({ note: before!.note });
    const opened = openCheckpoint(
      (await toy.service.log.checkpoint(sound))!.note,
      await toy.service.log.verifierKey(sound),
    );
    expect(opened?.size).toBe(2n);
    const positions = await toy.sql<{ position: string }>(
      'select position from journal_entry where position is not null order by position',
    );
    expect(positions.map(({ position }) => Number(position))).toEqual(positions.map((_, at) => at + 1));
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { requireSameJournal } from '../../subgraphs/kit/journal/cursor.js';
import { MemoryFeed } from '../support/memoryFeed.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { startToy } from '../support/toyService.js';

const cooperative = newId('coop');

describe('the journal that was read', () => {
  const feed = new MemoryFeed('data');
  const [first, second] = [1, 2].map(() => feed.push(cooperative, 'Greeted', { loudly: true }));

  it.each([
    { where: 'before its beginning', cursor: { position: 0n, entryId: null } },
    { where: 'at its end', cursor: second! },
    { where: 'in the midst of it', cursor: first! },
    {
      where: 'at its end, by a service that did not keep the entry',
      cursor: { position: 2n, entryId: null },
    },
  ])('is the same for who stands $where', async ({ cursor }) => {
    await expect(requireSameJournal(feed, cursor)).resolves.toBeUndefined();
  });

  it.each([
    { where: 'just beyond its end', cursor: { position: 3n, entryId: newId('jrn') } },
    { where: 'beyond its end, whatever was read', cursor: { position: 7n, entryId: null } },
    { where: 'beyond where the entry stands', cursor: { position: 2n, entryId: first!.entryId } },
    { where: 'where another entry stands now', cursor: { position: 2n, entryId: newId('jrn') } },
  ])('is another one for who stands $where', async ({ cursor }) => {
    await expect(requireSameJournal(feed, cursor)).rejects.toMatchObject({ name: 'JournalChanged' });
  });
});

describe('a reader who stands where the journal has not come to', () => {
  let toy: TestService;
  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
  });
  afterAll(() => toy.stop());

  const move = (source: string, by: number) =>
    toy.sql('update reaction_cursor set position = position + $2 where source = $1', [source, by]);
  const stateOf = (source: string) => toy.service.vitals().journals[source]!.state;
  const becomes = (source: string, state: string) =>
    until(() => Promise.resolve(stateOf(source) === state), `the reader of ${source} to be ${state}`);
  const write = async () => {
    const writing = 'mutation ($c: ID!) { writeNote(cooperative: $c, text: "x") { id } }';
    return (await toy.ask('did:key:member', writing, { c: cooperative })).codes;
  };

  it('is stuck and not ready, and reads what it has not read when the cursor is put right', async () => {
    await toy.tell('data', cooperative, 'Greeted', { loudly: true });
    await becomes('data', 'following');
    await until(() => Promise.resolve(toy.service.isReady()), 'readiness');
    await move('data', 5);
    toy.feed('data').push(cooperative, 'Greeted', { loudly: false });
    await becomes('data', 'stuck');
    expect(toy.service.isReady()).toBe(false);
    await move('data', -5);
    await becomes('data', 'following');
    expect(await toy.journalled('GreetingSeen', 2)).toHaveLength(2);
    await until(() => Promise.resolve(toy.service.isReady()), 'readiness again');
  });

  it('lets nobody change anything who may have signed out since', async () => {
    await toy.tell('membership', cooperative, 'Noticed', {});
    await until(async () => (await write()).length === 0, 'the end of the journal of membership');
    await move('membership', 5);
    toy.feed('membership').push(cooperative, 'SessionsEnded', {});
    await becomes('membership', 'stuck');
    expect(await write()).toEqual(['PROJECTION_BEHIND']);
    expect(toy.service.isReady()).toBe(false);
  });
});

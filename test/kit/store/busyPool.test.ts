import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { bodyHash, signPassport } from '../../../subgraphs/kit/identity/passport.js';
import { logQueryBody } from '../../../subgraphs/kit/journal/logPort.js';
import { whileLocked } from '../../support/lockedTable.js';
import { startTestService, until } from '../../support/testService.js';
import type { Answer, TestService } from '../../support/testService.js';
import { Noted, startToy } from '../../support/toyService.js';

const POOL = 8;
const OVERLOADED = expect.objectContaining({
  status: 'rejected',
  reason: expect.objectContaining({ code: 'OVERLOADED' }),
});
/** More than the pool has, less than the longest line of one caller. */
const MANY = 30;

describe('a database of which somebody asks much', () => {
  let toy: TestService;

  beforeAll(async () => {
    // Nobody has to give up while the tables are locked.
    const patient = {
      DATABASE_CONNECT_TIMEOUT_MS: '60000',
      DATABASE_LOCK_TIMEOUT_MS: '60000',
      DATABASE_STATEMENT_TIMEOUT_MS: '60000',
    };
    const environment = { ...patient, DATABASE_POOL_MAX: String(POOL) };
    toy = await startTestService(startToy, 'governance', { environment });
  });
  afterAll(() => toy.stop());

  /** Connections on which such a statement waits for a table. */
  const held = async (statement: string): Promise<number> => {
    const [row] = await toy.sql<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
      [`${statement}%`],
    );
    return row!.count;
  };
  const othersAreAnswered = async (): Promise<void> => {
    expect((await toy.ask('did:key:other', '{ note(id: "not_1") { id } }')).codes).toEqual(['NOT_FOUND']);
  };

  it.each([
    ['everybody', undefined],
    ['one who has signed in', 'did:key:reader'],
  ])('lends reads of the log by %s a quarter of its connections', async (_, sub) => {
    const key = toy.keys.signing('gateway/passport', 'es256').privateKey;
    const query = { cooperative: newId('coop'), first: 100 };
    const claims = { aud: 'governance', rid: 'request', sub, bh: bodyHash(logQueryBody(query)) };
    const read = () => toy.service.log.entries(query, signPassport(key, { ...claims, jti: randomUUID() }));
    const statement = 'select entry_id, cooperative_id';
    const reads: Promise<PromiseSettledResult<unknown>[]>[] = [];
    await whileLocked(toy, 'journal_entry', async () => {
      reads.push(Promise.allSettled(Array.from({ length: MANY }, read)));
      await until(async () => (await held(statement)) >= POOL / 4, 'reads that wait');
      await othersAreAnswered();
      expect(await held(statement)).toBe(POOL / 4);
    });
    const empty = { status: 'fulfilled', value: { entries: [], hasNextPage: false } };
    const [outcomes] = (await Promise.all(reads)) as [PromiseSettledResult<unknown>[]];
    expect(outcomes[0]).toEqual(empty);
    // On a slow machine some may have waited for as long as one may.
    for (const outcome of outcomes) expect([empty, OVERLOADED]).toContainEqual(outcome);
  });

  it('refuses reads of the log beyond a line of them', async () => {
    const [many, lineMax] = [400, 100];
    const outcomes: Promise<PromiseSettledResult<unknown>[]>[] = [];
    await whileLocked(toy, 'log_head', async () => {
      const reads = Array.from({ length: many }, () => toy.service.log.checkpoint(newId('coop')));
      outcomes.push(Promise.allSettled(reads));
      for (const late of await Promise.allSettled(reads.slice(lineMax))) expect(late).toEqual(OVERLOADED);
    });
    await Promise.all(outcomes);
    expect(await toy.service.log.checkpoint(newId('coop'))).toBeNull();
  });

  it('answers another while one caller asks for more than there are connections', async () => {
    const writing = 'mutation ($c: ID!) { writeNote(cooperative: $c, text: "x") { id } }';
    const written = await toy.ask('did:key:writer', writing, { c: newId('coop') });
    const { id } = (written.data as { writeNote: { id: string } }).writeNote;
    const ask = (did: string) => toy.ask(did, `{ note(id: "${id}") { id } }`);
    const statement = 'select * from note';
    const answers: Promise<Answer>[] = [];
    await whileLocked(toy, 'note', async () => {
      for (let asked = 0; asked < MANY; asked += 1) answers.push(ask('did:key:greedy'));
      await until(async () => (await held(statement)) >= POOL - 2, 'requests that wait');
      await othersAreAnswered();
      expect(await held(statement)).toBe(POOL - 2);
      expect(toy.service.vitals().connections.waiting).toBeGreaterThan(0);
      answers.push(ask('did:key:other'));
      await until(async () => (await held(statement)) === POOL - 1, 'another to have a connection');
    });
    for (const { codes } of await Promise.all(answers)) expect(codes).toEqual([]);
  });

  it('lends one caller’s line to nobody: others are answered, and entries get their place', async () => {
    const writing = 'mutation ($c: ID!) { writeNote(cooperative: $c, text: "x") { id } }';
    // The last who woke the sequencer is the one who then asks for much.
    const written = await toy.ask('did:key:greedy', writing, { c: newId('coop') });
    const { id } = (written.data as { writeNote: { id: string } }).writeNote;
    const answers: Promise<Answer>[] = [];
    const cooperative = newId('coop');
    await whileLocked(toy, 'note', async () => {
      for (let asked = 0; asked < 2 * MANY; asked += 1)
        answers.push(toy.ask('did:key:greedy', `{ note(id: "${id}") { id } }`));
      await until(async () => (await held('select * from note')) >= POOL - 2, 'requests that wait');
      // Longer than a line may stand still.
      await sleep(1_500);
      await othersAreAnswered();
      await toy.service.store.transaction({ cooperative }, (tx) =>
        Promise.resolve(tx.append(Noted, { cooperative, actorRole: 'MEMBER', public: {}, private: {} })),
      );
      await until(async () => (await toy.service.log.checkpoint(cooperative))?.size === 1n, 'its place');
    });
    for (const { codes } of await Promise.all(answers)) expect(codes).toEqual([]);
  });
});

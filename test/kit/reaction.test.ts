import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { Greeted, Noted, startToy } from '../support/toyService.js';

describe('an entry of another service', () => {
  const cooperative = newId('coop');
  let toy: TestService;
  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
  });
  afterAll(() => toy.stop());

  const stateOf = (source: string) => toy.service.vitals().journals[source]?.state;

  it('of a type that nobody follows is passed over', async () => {
    await toy.tell('data', cooperative, 'SomethingElse', { anything: true });
    expect(stateOf('data')).toBe('following');
  });

  it('may say more than its reader knows', async () => {
    await toy.tell('data', cooperative, 'Greeted', { loudly: true, inWhichLanguage: 'sw' });
    expect(await toy.journalled('GreetingSeen')).toHaveLength(1);
  });

  it('that an erasure has emptied is passed over', async () => {
    toy.feed('data').pushErased(cooperative, 'Greeted');
    await toy.tell('data', cooperative, 'SomethingElse', {});
    expect(await toy.journalled('GreetingSeen')).toHaveLength(1);
  });

  it.each([
    { what: 'its contract', source: 'data', type: 'Greeted', values: { loudly: 'very' } },
    {
      what: 'what all keep of membership’s',
      source: 'membership',
      type: 'MemberAdmitted',
      values: { standing: { memberId: 'mem_a' } },
    },
    { what: 'the clock’s', source: 'membership', type: 'ClockAdvanced', values: { offsetSeconds: '1' } },
  ] as const)('that breaks $what stops the projection, and readiness says so', async (broken) => {
    const { source, type, values } = broken;
    const stopped = await startTestService(startToy, 'governance');
    try {
      await stopped.tell(source, cooperative, 'SomethingElse', {});
      await until(() => Promise.resolve(stopped.service.isReady()), 'both journals to be followed');
      stopped.feed(source).push(cooperative, type, values);
      stopped.feed(source).push(cooperative, 'SomethingElse', {});
      const journal = () => stopped.service.vitals().journals[source];
      await until(() => Promise.resolve(journal()?.state === 'unreadable'), 'the projection to stop');
      expect(stopped.service.isReady()).toBe(false);
      // It stands still before the entry, and does not go past it.
      expect(journal()?.position).toBe(1n);
    } finally {
      await stopped.stop();
    }
  });
});

describe('an entry of one’s own', () => {
  const cooperative = newId('coop');
  let toy: TestService;
  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
  });
  afterAll(() => toy.stop());

  const appending = (contract: unknown, parts: object) =>
    toy.service.store.transaction({ cooperative }, (tx) =>
      Promise.resolve(
        tx.append(contract as typeof Greeted, { cooperative, actorRole: 'MEMBER', ...parts } as never),
      ),
    );

  it.each([
    {
      what: 'a field that its contract does not have',
      parts: { private: { mystery: 'x' } },
      says: /mystery/,
    },
    { what: 'a value of another form', parts: { private: { which: 'one' } }, says: /which/ },
    {
      what: 'a public part that is no digest',
      parts: { public: { fingerprint: 'x' }, private: {} },
      says: /fingerprint/,
    },
  ])('is not journalled with $what', async ({ parts, says }) => {
    await expect(appending(Noted, parts)).rejects.toThrow(says);
    expect(await toy.sql('select 1 from journal_entry where cooperative_id = $1', [cooperative])).toEqual([]);
  });

  it('is never another service’s', async () => {
    await expect(appending(Greeted, { private: {} })).rejects.toThrow(/does not write Greeted/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { orderOf } from '../support/orders.js';
import { person } from '../support/people.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

const DAY = 86_400;
const SUSPENSION =
  'id state reason days decidedBy endsAt endedAt ending proposedBy { id } confirmedBy { id }';

/** A co-op with two stewards and members; its clock only goes forward. */
let fixture: Fixture;
let drivers: Founded;
let clock = 0;
const second = person('second');
let secondId: string;
beforeAll(async () => {
  fixture = await startMembership();
  drivers = await fixture.found('drivers');
  secondId = await fixture.join(drivers, second);
  await elect([drivers.founderId, secondId]);
});
afterAll(() => fixture.service.stop());

const pass = async (days: number) => fixture.service.setClock((clock += days * DAY));
const elect = (elected: string[]) =>
  enact({ kind: 'ELECTION', role: 'STEWARD', seats: 2, termDays: 3_000, candidates: elected, elected });
const enact = (effect: Record<string, unknown>, cooperative = drivers.id) =>
  fixture.service.tell('governance', cooperative, 'ProposalEnacted', {
    proposal: newId('prp'),
    kind: effect.kind,
    effect,
  });
const suspend = (by: Person, member: string, more: object = {}) =>
  fixture.mutate(by.did, 'suspendMember', { member, reason: 'sold the keys', ...more });
const confirm = (by: Person, suspension: string) =>
  fixture.mutate(by.did, 'confirmSuspension', { suspension });
const reinstate = (by: Person, member: string) => fixture.mutate(by.did, 'reinstateMember', { member });
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
const own = async (who: Person): Promise<any> =>
  (
    await fixture.service.ask(
      who.did,
      `{ viewer { memberships { standing suspension { ${SUSPENSION} } } notifications(first: 1) { nodes { kind subject } } } }`,
    )
  ).data.viewer;
const suspensionOf = async (who: Person) => (await own(who)).memberships[0].suspension;
const standingOf = async (who: Person) => (await own(who)).memberships[0].standing as string;
const joined = async (name: string) => {
  const who = person(name);
  return { who, id: await fixture.join(drivers, who) };
};
/** Somebody whom two stewards have suspended. */
const suspended = async (name: string, days = 90) => {
  const { who, id } = await joined(name);
  await suspend(drivers.founder, id, { days });
  const { id: suspension } = await suspensionOf(who);
  const { codes } = await confirm(second, suspension as string);
  expect(codes).toEqual([]);
  return { who, id, suspension: suspension as string };
};

describe('one steward alone', () => {
  it('takes nobody’s vote away: a proposal changes nothing until another steward confirms it', async () => {
    const { who, id } = await joined('ada');
    expect((await suspend(drivers.founder, id)).data.standing).toBe('ADMITTED');
    expect(await standingOf(who)).toBe('ADMITTED');
    const { id: suspension, ...proposed } = await suspensionOf(who);
    expect(proposed).toMatchObject({ state: 'PROPOSED', days: 90, proposedBy: { id: drivers.founderId } });
    expect((await own(second)).notifications.nodes).toEqual([
      { kind: 'SUSPENSION_PROPOSED', subject: suspension },
    ]);
    expect((await confirm(drivers.founder, suspension as string)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    expect((await suspend(drivers.founder, id)).codes).toEqual(['SUSPENSION_ALREADY_PROPOSED']);
    expect((await suspend(second, id)).codes).toEqual(['SUSPENSION_ALREADY_PROPOSED']);
    expect((await confirm(who, suspension as string)).codes).toEqual(['FORBIDDEN']);
    expect((await confirm(person('x'), suspension as string)).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(second, newId('sus'))).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(second, id)).codes).toEqual(['BAD_USER_INPUT']);
    expect(await standingOf(who)).toBe('ADMITTED');
    expect((await confirm(second, suspension as string)).data.standing).toBe('SUSPENDED');
    expect((await confirm(second, suspension as string)).codes).toEqual(['SUSPENSION_NOT_PROPOSED']);
    const seen = await own(who);
    expect(seen.notifications.nodes).toEqual([{ kind: 'MEMBER_SUSPENDED', subject: suspension }]);
    expect(seen.memberships[0].suspension).toMatchObject({
      state: 'RUNNING',
      reason: 'sold the keys',
      confirmedBy: { id: secondId },
    });
    const entry = (await fixture.journal('MemberSuspended')).at(-1)!;
    expect(entry.values).toMatchObject({
      reason: 'sold the keys',
      suspension,
      decidedBy: 'STEWARDS',
      standing: { memberId: id, standing: 'SUSPENDED' },
    });
    expect((await suspend(second, id)).codes).toEqual(['STANDING_CONFLICT']);
  });

  it('gives a reason and an end that the charter allows, about a member who is no steward', async () => {
    const { who, id } = await joined('bea');
    expect((await suspend(drivers.founder, id, { reason: '' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await suspend(drivers.founder, id, { days: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await suspend(drivers.founder, id, { days: 91 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await suspend(drivers.founder, secondId)).codes).toEqual(['STEWARD_BY_ELECTION']);
    expect((await suspend(who, secondId)).codes).toEqual(['FORBIDDEN']);
    expect((await suspend(drivers.founder, newId('mem'))).codes).toEqual(['NOT_FOUND']);
  });

  it('keeps no proposal in hand: it lapses, and falls with the office of who made it', async () => {
    const { who, id } = await joined('cleo');
    await suspend(second, id);
    const { id: suspension } = await suspensionOf(who);
    await elect([drivers.founderId]);
    expect((await confirm(drivers.founder, suspension as string)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    await elect([drivers.founderId, secondId]);
    await pass(7);
    expect((await suspensionOf(who)).state).toBe('LAPSED');
    expect((await confirm(drivers.founder, suspension as string)).codes).toEqual(['SUSPENSION_NOT_PROPOSED']);
    expect(await standingOf(who)).toBe('ADMITTED');
    expect((await suspend(drivers.founder, id)).codes).toEqual([]);
  });
});

describe('a suspension', () => {
  it('ends by itself, is told of, and is not followed by another at once', async () => {
    const { who, id, suspension } = await suspended('dora', 40);
    await pass(39);
    expect(await standingOf(who)).toBe('SUSPENDED');
    await pass(1);
    await until(async () => (await standingOf(who)) === 'ADMITTED', 'the suspension to end');
    const seen = await own(who);
    expect(seen.notifications.nodes).toEqual([{ kind: 'SUSPENSION_ENDED', subject: suspension }]);
    expect(seen.memberships[0].suspension).toMatchObject({ state: 'ENDED', ending: 'TERM' });
    expect((await suspend(drivers.founder, id)).codes).toEqual(['SUSPENDED_RECENTLY']);
    await pass(39);
    expect((await suspend(second, id)).codes).toEqual(['SUSPENDED_RECENTLY']);
    await pass(2);
    expect((await suspend(second, id)).codes).toEqual([]);
  });

  it('that stewards decided on is ended by one of them, and by the members on appeal', async () => {
    const first = await suspended('eve');
    expect((await reinstate(first.who, first.id)).codes).toEqual(['FORBIDDEN']);
    expect((await reinstate(second, first.id)).data.standing).toBe('ADMITTED');
    expect((await reinstate(second, first.id)).codes).toEqual(['STANDING_CONFLICT']);

    const other = await suspended('fay');
    await enact({ kind: 'REINSTATEMENT', member: other.id, suspension: first.suspension });
    expect(await standingOf(other.who)).toBe('SUSPENDED');
    await enact({ kind: 'REINSTATEMENT', member: other.id, suspension: other.suspension });
    expect(await standingOf(other.who)).toBe('ADMITTED');
    expect(await suspensionOf(other.who)).toMatchObject({ ending: 'MEMBERS' });
    expect((await suspend(drivers.founder, other.id)).codes).toEqual(['SUSPENDED_RECENTLY']);
  });

  it('that the members decided on no steward ends, and it may follow at any time', async () => {
    const { who, id } = await suspended('gil');
    await reinstate(second, id);
    await enact({ kind: 'SUSPENSION', member: id, days: 10 });
    expect(await suspensionOf(who)).toMatchObject({ state: 'RUNNING', decidedBy: 'MEMBERS', days: 10 });
    expect((await reinstate(second, id)).codes).toEqual(['SUSPENDED_BY_VOTE']);
    await pass(10);
    await until(async () => (await standingOf(who)) === 'ADMITTED', 'the suspension to end');
  });

  it('keeps nobody from an office to which the members elect them', async () => {
    const { who, id } = await suspended('hal');
    await elect([drivers.founderId, secondId, id]);
    expect(await standingOf(who)).toBe('ADMITTED');
    const { data } = await fixture.service.ask(
      who.did,
      '{ cooperative(slug: "drivers") { stewards { id } suspensions(first: 5) { nodes { state member { id } } } } }',
    );
    expect(data.cooperative.stewards).toContainEqual({ id });
    expect(data.cooperative.suspensions.nodes[0]).toEqual({ state: 'ENDED', member: { id } });
    await elect([drivers.founderId, secondId]);
    expect(
      (
        await fixture.service.ask(
          who.did,
          '{ cooperative(slug: "drivers") { suspensions { nodes { id } } } }',
        )
      ).codes,
    ).toEqual(['FORBIDDEN']);
  });

  it('from before there were ends gets one', async () => {
    const { who, id } = await joined('ida');
    await fixture.service.sql(`update member set standing = 'SUSPENDED' where id = $1`, [id]);
    await until(async () => (await suspensionOf(who)) !== null, 'the suspension to get an end');
    expect(await suspensionOf(who)).toMatchObject({ state: 'RUNNING', days: 90 });
    await pass(90);
    await until(async () => (await standingOf(who)) === 'ADMITTED', 'the suspension to end');
  });
});

describe('a founder alone', () => {
  it('suspends nobody with an auditor of their own making, but with one of long standing', async () => {
    const growers = await fixture.found('growers');
    const [ann, bob] = [person('ann'), person('bob')];
    const annId = await fixture.join(growers, ann);
    const bobId = await fixture.join(growers, bob);
    await suspend(growers.founder, annId);
    const { id: first } = await suspensionOf(ann);
    await fixture.mutate(growers.founder.did, 'grantRole', { member: bobId, role: 'AUDITOR' });
    expect((await confirm(bob, first as string)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    expect((await confirm(growers.founder, first as string)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    await pass(30);
    await suspend(growers.founder, annId);
    const { id: again } = await suspensionOf(ann);
    expect((await confirm(bob, again as string)).data.standing).toBe('SUSPENDED');
  });

  it('is not helped by an auditor where there is another steward', async () => {
    const { who, id } = await joined('jo');
    const { who: auditor, id: auditorId } = await joined('auditor');
    await fixture.mutate(second.did, 'grantRole', { member: auditorId, role: 'AUDITOR' });
    await pass(31);
    await suspend(drivers.founder, id);
    const { id: suspension } = await suspensionOf(who);
    expect((await confirm(auditor, suspension as string)).codes).toEqual(['SECOND_PERSON_NEEDED']);
  });
});

describe('a ban', () => {
  const leave = async (who: Person, id: string, first: 'left' | 'erased') => {
    if (first === 'erased') await erase(id);
    await fixture.mutate(who.did, 'exitCooperative', orderOf(who, 'Exit', drivers.id));
    for (const service of ['governance', 'data', 'payouts'] as const) {
      await fixture.service.tell(service, drivers.id, 'MemberLeft', { memberId: id });
    }
    if (first === 'left') await erase(id);
  };
  const erase = (memberId: string) => fixture.service.tell('data', drivers.id, 'MemberErased', { memberId });

  it.each(['left', 'erased'] as const)(
    'outlives somebody who first %s, whatever DID they come back under, until the term is over',
    async (first) => {
      const name = `kim who ${first}`;
      const { who, id } = await suspended(name, 20);
      await leave(who, id, first);
      const [row] = await fixture.service.sql('select standing, nullifier from member where id = $1', [id]);
      expect(row).toEqual({ standing: 'EXITED', nullifier: null });
      expect(await fixture.service.sql('select 1 from suspension where member_id = $1', [id])).toEqual([]);
      const other = person(`${name} again`);
      expect((await fixture.apply(drivers.id, other, name)).codes).toEqual(['BANNED']);
      expect((await fixture.apply(drivers.id, who, name)).codes).toEqual(['BANNED']);
      await pass(19);
      expect((await fixture.apply(drivers.id, other, name)).codes).toEqual(['BANNED']);
      await pass(2);
      expect((await fixture.apply(drivers.id, other, name)).codes).toEqual([]);
    },
  );

  it('holds without an erasure, and is lifted by the members', async () => {
    const { who, id, suspension } = await suspended('lea', 60);
    await fixture.mutate(who.did, 'exitCooperative', orderOf(who, 'Exit', drivers.id));
    for (const service of ['governance', 'data', 'payouts'] as const) {
      await fixture.service.tell(service, drivers.id, 'MemberLeft', { memberId: id });
    }
    expect((await fixture.apply(drivers.id, who)).codes).toEqual(['BANNED']);
    await enact({ kind: 'REINSTATEMENT', member: id, suspension });
    expect((await fixture.apply(drivers.id, who)).codes).toEqual([]);
  });

  it('is of nobody who left in good standing', async () => {
    const { who, id } = await joined('mia');
    await leave(who, id, 'left');
    expect((await fixture.apply(drivers.id, person('mia again'), 'mia')).codes).toEqual([]);
  });

  it('says nothing to who holds the database: neither who, nor since when, nor of another co-op', async () => {
    const { who, id } = await suspended('nell', 30);
    const [{ nullifier }] = (await fixture.service.sql<{ nullifier: string }>(
      'select nullifier from member where id = $1',
      [id],
    )) as [{ nullifier: string }];
    await leave(who, id, 'left');
    const bans = await fixture.service.sql<{ cooperative_id: string; mark: Buffer; ends_at: Date }>(
      'select * from ban',
    );
    expect(Object.keys(bans[0]!).sort()).toEqual(['cooperative_id', 'ends_at', 'mark']);
    const { createHash, createHmac } = await import('node:crypto');
    const guesses = [
      Buffer.from(nullifier, 'hex'),
      createHash('sha256').update(nullifier).digest(),
      createHash('sha256').update(Buffer.from(nullifier, 'hex')).digest(),
      createHash('sha256').update(`${drivers.id}${nullifier}`).digest(),
      ...[drivers.id, id, 'ban', ''].map((key) => createHmac('sha256', key).update(nullifier).digest()),
    ].map((guess) => guess.toString('hex'));
    for (const { mark, ends_at } of bans) {
      expect(guesses).not.toContain(mark.toString('hex'));
      expect(ends_at.getTime() % (DAY * 1_000)).toBe(0);
    }
    expect(new Set(bans.map(({ mark }) => mark.toString('hex'))).size).toBe(bans.length);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { keyRecoveryStatement, recoveryVetoStatement } from '../../subgraphs/membership/domain/statements.js';
import { person } from '../support/people.js';
import type { Person } from '../support/people.js';
import { until } from '../support/testService.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

const DAY = 86_400;
const RECOVERY = 'id state way key completesAt';

/** A co-op with three stewards; its clock only goes forward. */
let fixture: Fixture;
let drivers: Founded;
let clock = 0;
const [second, third] = [person('second'), person('third')];
let secondId: string;
beforeAll(async () => {
  fixture = await startMembership();
  drivers = await fixture.found('drivers');
  secondId = await fixture.join(drivers, second);
  const elected = [drivers.founderId, secondId, await fixture.join(drivers, third)];
  await enact({ kind: 'ELECTION', role: 'STEWARD', seats: 3, termDays: 3_000, candidates: elected, elected });
});
afterAll(() => fixture.service.stop());

const pass = async (days: number) => fixture.service.setClock((clock += days * DAY));
const enact = (effect: Record<string, unknown>) =>
  fixture.service.tell('governance', drivers.id, 'ProposalEnacted', {
    proposal: newId('prp'),
    kind: effect.kind,
    effect,
  });
const joined = async (name: string) => {
  const who = person(name);
  return { who, id: await fixture.join(drivers, who) };
};
/** Asks for a new key, and says of which human its holder has an attestation; of none, if nobody is named. */
const request = (of: Person, by: Person, human?: string, changes: object = {}) => {
  const { id: cooperative } = drivers;
  const attestation = human === undefined ? null : fixture.issuer.attest({ human, did: by.did, cooperative });
  const signature = by.sign(keyRecoveryStatement(cooperative, of.did, by.key, attestation));
  const input = { cooperative, did: of.did, key: by.key, signature, attestation, ...changes };
  return fixture.mutate(undefined, 'requestRecovery', input, RECOVERY);
};
const confirm = (by: Person, recovery: string) =>
  fixture.mutate(by.did, 'confirmRecovery', { recovery }, RECOVERY);
const reject = (by: Person, recovery: string) =>
  fixture.mutate(by.did, 'rejectRecovery', { recovery }, RECOVERY);
const veto = (who: Person, recovery: string, by = who) => {
  const signature = by.sign(recoveryVetoStatement(recovery, who.did));
  return fixture.mutate(who.did, 'vetoRecovery', { recovery, signature, signedBy: by.key }, RECOVERY);
};
/** One that two stewards have confirmed. */
const waiting = async (of: Person, by: Person) => {
  const { id } = (await request(of, by)).data as { id: string };
  await confirm(drivers.founder, id);
  expect((await confirm(second, id)).data).toMatchObject({ state: 'WAITING' });
  return id;
};
const keysOf = async (of: Person) =>
  (
    await fixture.service.sql<{ key: string }>(
      'select key from authenticator where did = $1 and revoked_at is null',
      [of.did],
    )
  ).map(({ key }) => key);
const own = async (who: Person) =>
  (
    await fixture.service.ask(
      who.did,
      `{ viewer { memberships { standing recovery { ${RECOVERY} } } notifications(first: 1) { nodes { kind subject } } } }`,
    )
  ).data.viewer;
const signIn = async (of: Person, by: Person) => {
  const { data: challenge } = await fixture.mutate(
    undefined,
    'requestSignIn',
    { did: of.did },
    'nonce audience expiresAt',
  );
  const { nonce, audience, expiresAt } = challenge as Record<string, string>;
  const signature = by.sign({ v: 1, type: 'SignIn', audience, did: of.did, nonce, expiresAt });
  return fixture.mutate(undefined, 'signIn', { did: of.did, nonce, signature, key: by.key }, 'accessToken');
};

describe('a member who lost their key', () => {
  it('has a new one once two stewards said so and the waiting time is over, and the old ones are gone', async () => {
    const { who } = await joined('ada');
    const fresh = person('ada’s new key');
    expect((await signIn(who, who)).codes).toEqual([]);
    const asked = await request(who, fresh);
    expect(asked.data).toMatchObject({ state: 'REQUESTED', way: 'OFFICERS', key: fresh.key });
    const { id } = asked.data as { id: string };
    expect((await own(who)).notifications.nodes).toEqual([{ kind: 'RECOVERY_REQUESTED', subject: id }]);
    expect((await own(second)).notifications.nodes).toEqual([{ kind: 'RECOVERY_REQUESTED', subject: id }]);
    expect((await confirm(drivers.founder, id)).data.state).toBe('REQUESTED');
    expect((await confirm(drivers.founder, id)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    expect((await confirm(who, id)).codes).toEqual(['FORBIDDEN']);
    expect((await confirm(person('x'), id)).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(second, id)).data.state).toBe('WAITING');
    expect((await own(who)).notifications.nodes).toEqual([{ kind: 'RECOVERY_STARTED', subject: id }]);
    expect((await confirm(third, id)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    expect((await reject(third, id)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    expect((await signIn(who, fresh)).codes).toEqual(['SIGNATURE_INVALID']);
    await pass(6);
    expect(await keysOf(who)).toEqual([who.key]);
    await pass(1);
    await until(async () => (await keysOf(who))[0] === fresh.key, 'the new key to take its place');
    expect(await keysOf(who)).toEqual([fresh.key]);
    expect((await signIn(who, who)).codes).toEqual(['SIGNATURE_INVALID']);
    expect((await signIn(who, fresh)).codes).toEqual([]);
    const sessions = await fixture.service.sql('select end_reason from session where did = $1 and key = $2', [
      who.did,
      who.key,
    ]);
    expect(sessions).toEqual([{ end_reason: 'AUTHENTICATOR_REVOKED' }]);
    const entry = (await fixture.journal('KeysRecovered')).at(-1)!;
    expect(entry.values).toMatchObject({ recovery: id, standing: { did: who.did, keys: [fresh.key] } });
  });

  it('needs no steward with an attestation of the same person, and is told and waits all the same', async () => {
    const { who } = await joined('bea');
    const fresh = person('bea’s new key');
    const { data } = await request(who, fresh, 'bea');
    expect(data).toMatchObject({ state: 'WAITING', way: 'ATTESTATION' });
    expect((await own(who)).notifications.nodes[0].kind).toBe('RECOVERY_STARTED');
    expect((await reject(second, data.id as string)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    await pass(7);
    await until(async () => (await keysOf(who))[0] === fresh.key, 'the new key to take its place');
  });

  it('stays suspended, who was', async () => {
    const { who, id } = await joined('cleo');
    await enact({ kind: 'SUSPENSION', member: id, days: 60 });
    const fresh = person('cleo’s new key');
    await request(who, fresh, 'cleo');
    await pass(7);
    await until(async () => (await keysOf(who))[0] === fresh.key, 'the new key to take its place');
    expect((await own(who)).memberships[0].standing).toBe('SUSPENDED');
    expect((await fixture.journal('KeysRecovered')).at(-1)!.values.standing).toMatchObject({
      standing: 'SUSPENDED',
    });
  });
});

describe('the members', () => {
  it('stand in for officers, and decide on that key and no other', async () => {
    const { who, id: member } = await joined('kim');
    const fresh = person('kim’s new key');
    const { id: recovery } = (await request(who, fresh)).data as { id: string };
    const state = async () => (await own(who)).memberships[0].recovery.state as string;
    await enact({ kind: 'RECOVERY', member, recovery, key: person('another').key });
    await enact({ kind: 'RECOVERY', member: secondId, recovery, key: fresh.key });
    expect(await state()).toBe('REQUESTED');
    await enact({ kind: 'RECOVERY', member, recovery, key: fresh.key });
    expect(await state()).toBe('WAITING');
    expect((await veto(who, recovery)).data.state).toBe('VETOED');
    await enact({ kind: 'RECOVERY', member, recovery, key: fresh.key });
    expect(await state()).toBe('VETOED');
  });
});

describe('a thief', () => {
  it('with two stewards on their side is stopped by any key that is still there', async () => {
    const { who } = await joined('dora');
    const thief = person('thief');
    const id = await waiting(who, thief);
    expect((await veto(thief, id)).codes).toEqual(['NOT_FOUND']);
    expect((await veto(second, id)).codes).toEqual(['NOT_FOUND']);
    expect((await veto(who, id, thief)).codes).toEqual(['SIGNATURE_INVALID']);
    await pass(6);
    expect((await veto(who, id)).data.state).toBe('VETOED');
    expect((await veto(who, id)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    await pass(2);
    expect((await confirm(third, id)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    await fixture.journal('RecoveryEnded');
    expect(await keysOf(who)).toEqual([who.key]);
  });

  it('with an attestation of themselves, of the old key, or made up, gets nothing', async () => {
    const { who } = await joined('eve');
    const thief = person('thief');
    expect((await request(who, thief, 'thief')).codes).toEqual(['RECOVERY_OF_ANOTHER']);
    const { id: cooperative } = drivers;
    const attestation = fixture.issuer.attest({ human: 'eve', did: who.did, cooperative });
    const replayed = {
      attestation,
      signature: thief.sign(keyRecoveryStatement(cooperative, who.did, thief.key, attestation)),
    };
    expect((await request(who, thief, 'eve', replayed)).codes).toEqual(['ATTESTATION_OF_ANOTHER']);
    expect((await request(who, thief, 'eve', { attestation: {} })).codes).toEqual(['SIGNATURE_INVALID']);
    expect((await request(who, thief, undefined, { key: person('y').key })).codes).toEqual([
      'SIGNATURE_INVALID',
    ]);
    expect((await request(person('nobody'), thief)).codes).toEqual(['NOT_FOUND']);
    expect((await request(who, who)).codes).toEqual(['AUTHENTICATOR_ALREADY_KNOWN']);
    expect(await keysOf(who)).toEqual([who.key]);
  });

  it('who asks again and again is refused, and keeps the person from nothing', async () => {
    const { who } = await joined('fay');
    for (let number = 0; number < 5; number += 1) {
      const { data } = await request(who, person(`thief ${number}`));
      expect((await reject(third, data.id as string)).data.state).toBe('REJECTED');
    }
    expect((await request(who, person('thief again'))).codes).toEqual(['RECOVERY_LIMIT']);
    const fresh = person('fay’s new key');
    expect((await request(who, fresh, 'fay')).data.state).toBe('WAITING');
    await pass(7);
    await until(async () => (await keysOf(who))[0] === fresh.key, 'the new key to take its place');
  });

  it('whom two stewards have let wait gives way to an attestation of the person', async () => {
    const { who } = await joined('gil');
    const id = await waiting(who, person('thief'));
    const fresh = person('gil’s new key');
    const mine = await request(who, fresh, 'gil');
    expect(mine.data.state).toBe('WAITING');
    expect((await request(who, person('thief again'))).codes).toEqual(['RECOVERY_LIMIT']);
    const [ended] = await fixture.service.sql('select outcome from recovery where id = $1', [id]);
    expect(ended).toEqual({ outcome: 'SUPERSEDED' });
    await pass(7);
    await until(async () => (await keysOf(who))[0] === fresh.key, 'the new key to take its place');
    expect(await keysOf(who)).toEqual([fresh.key]);
  });

  it('who is a steward confirms nothing about themselves', async () => {
    const { data } = await request(second, person('second’s new key'));
    const id = data.id as string;
    expect((await confirm(second, id)).codes).toEqual(['SECOND_PERSON_NEEDED']);
    await confirm(drivers.founder, id);
    expect((await confirm(third, id)).data.state).toBe('WAITING');
    expect((await veto(second, id)).data.state).toBe('VETOED');
  });
});

describe('a request', () => {
  it('lapses unless it is confirmed in time', async () => {
    const { who } = await joined('hal');
    const { id } = (await request(who, person('late'))).data as { id: string };
    await confirm(second, id);
    await pass(14);
    expect((await confirm(third, id)).codes).toEqual(['RECOVERY_STATE_CONFLICT']);
    expect((await own(who)).memberships[0].recovery).toMatchObject({ id, state: 'LAPSED' });
  });

  it('is listed to those who are to answer it, and to no other', async () => {
    const list = '{ cooperative(slug: "drivers") { recoveries(first: 1) { nodes { id member { id } } } } }';
    const { who, id: member } = await joined('ida');
    const { id } = (await request(who, person('new'))).data as { id: string };
    const { data } = await fixture.service.ask(third.did, list);
    expect(data.cooperative.recoveries.nodes).toEqual([{ id, member: { id: member } }]);
    expect((await fixture.service.ask(who.did, list)).codes).toEqual(['FORBIDDEN']);
  });

  it('goes with an erasure', async () => {
    const { who, id } = await joined('jo');
    await waiting(who, person('new'));
    await fixture.service.tell('data', drivers.id, 'MemberErased', { memberId: id });
    expect(await fixture.service.sql('select 1 from recovery where member_id = $1', [id])).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { fixElectorate } from '../../subgraphs/membership/domain/electorate.js';
import { orderOf } from '../support/orders.js';
import { person } from '../support/people.js';
import type { Person } from '../support/people.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

describe('a membership', () => {
  let fixture: Fixture;
  let drivers: Founded;
  const ada = person('ada');
  const bea = person('bea');
  let adaId: string;
  let beaId: string;
  beforeAll(async () => {
    fixture = await startMembership();
    drivers = await fixture.found('drivers');
    adaId = await fixture.join(drivers, ada);
    beaId = await fixture.join(drivers, bea);
  });
  afterAll(() => fixture.service.stop());

  const bySteward = (name: string, input: object) => fixture.mutate(drivers.founder.did, name, input);
  const own = async (who: Person, fields: string) =>
    (await fixture.service.ask(who.did, `{ viewer { memberships { ${fields} } } }`)).data.viewer
      .memberships[0];
  const lastStanding = async (type: string) => (await fixture.journal(type)).at(-1)!.values.standing;

  /** Two people have to: here it is done by the members. */
  const suspend = async (memberId: string) => {
    await fixture.service.tell('governance', drivers.id, 'ProposalEnacted', {
      proposal: newId('prp'),
      kind: 'SUSPENSION',
      effect: { kind: 'SUSPENSION', member: memberId, days: 9 },
    });
    const [{ id }] = (await fixture.service.sql<{ id: string }>(
      'select id from suspension where member_id = $1 and ended_at is null',
      [memberId],
    )) as [{ id: string }];
    return () =>
      fixture.service.tell('governance', drivers.id, 'ProposalEnacted', {
        proposal: newId('prp'),
        kind: 'REINSTATEMENT',
        effect: { kind: 'REINSTATEMENT', member: memberId, suspension: id },
      });
  };

  it('that is suspended hides nothing from its owner but the credential', async () => {
    const reinstate = await suspend(adaId);
    expect(await own(ada, 'standing credential { document }')).toEqual({
      standing: 'SUSPENDED',
      credential: null,
    });
    expect((await bySteward('admitMember', { member: adaId })).codes).toEqual(['STANDING_CONFLICT']);
    await reinstate();
    expect(await own(ada, 'standing')).toEqual({ standing: 'ADMITTED' });
  });

  describe('with a role', () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

    it('of auditor reads the list of members, until it ends by itself', async () => {
      const members = () =>
        fixture.service.ask(
          bea.did,
          '{ cooperative(slug: "drivers") { members { totalCount nodes { did } } } }',
        );
      expect((await members()).codes).toEqual(['FORBIDDEN']);
      const granted = await bySteward('grantRole', { member: beaId, role: 'AUDITOR', until: day(2) });
      expect(granted.codes).toEqual([]);
      expect(await lastStanding('RolesChanged')).toMatchObject({
        memberId: beaId,
        roles: [{ role: 'MEMBER' }, { role: 'AUDITOR', until: expect.any(String) }],
      });
      expect((await members()).data.cooperative.members).toMatchObject({ totalCount: 3 });
      await fixture.service.setClock(2 * 86_400);
      expect((await members()).codes).toEqual(['FORBIDDEN']);
      await fixture.service.setClock(0);
      expect((await bySteward('revokeRole', { member: beaId, role: 'AUDITOR' })).codes).toEqual([]);
      expect((await members()).codes).toEqual(['FORBIDDEN']);
      expect((await bySteward('revokeRole', { member: beaId, role: 'AUDITOR' })).codes).toEqual([
        'ROLE_NOT_HELD',
      ]);
    });

    it('is not given by a steward where members elect, nor for a time that is over', async () => {
      expect((await bySteward('grantRole', { member: beaId, role: 'STEWARD' })).codes).toEqual([
        'STEWARD_BY_ELECTION',
      ]);
      expect((await bySteward('revokeRole', { member: drivers.founderId, role: 'STEWARD' })).codes).toEqual([
        'STEWARD_BY_ELECTION',
      ]);
      expect(
        (await bySteward('grantRole', { member: beaId, role: 'AUDITOR', until: day(-1) })).codes,
      ).toEqual(['BAD_USER_INPUT']);
      expect((await fixture.mutate(ada.did, 'grantRole', { member: adaId, role: 'AUDITOR' })).codes).toEqual([
        'FORBIDDEN',
      ]);
    });
  });

  describe('and its electorate', () => {
    const open = (proposal: string) =>
      fixture.service.tell('governance', drivers.id, 'OpeningRequested', { proposal, kind: 'RESOLUTION' });
    const fixed = async (proposal: string) =>
      (await fixture.journal('ElectorateFixed')).filter(({ values }) => values.proposal === proposal);

    it('is fixed once a proposal, over the admitted members alone', async () => {
      const applicant = person('waiting');
      await fixture.apply(drivers.id, applicant);
      const proposal = newId('prp');
      await open(proposal);
      await open(proposal);
      const [entry, ...more] = await fixed(proposal);
      expect(more).toEqual([]);
      const electors = [
        { memberId: drivers.founderId, did: drivers.founder.did },
        { memberId: adaId, did: ada.did },
        { memberId: beaId, did: bea.did },
      ];
      const { root, size, members } = fixElectorate(electors);
      expect(entry).toMatchObject({ digests: { root }, values: { root, size, members } });
    });

    it('leaves out who is suspended when it is fixed', async () => {
      const reinstate = await suspend(adaId);
      const proposal = newId('prp');
      await open(proposal);
      await reinstate();
      const [entry] = await fixed(proposal);
      expect(entry!.values).toMatchObject({ size: 2 });
    });

    it.each([
      { type: 'ProposalOpened', more: { title: 'A vote', closesAt: '2100-01-01T00:00:00.000Z' } },
      { type: 'ProposalRejected', more: { effect: { kind: 'RESOLUTION', text: 'No.' } } },
      { type: 'ProposalCancelled', more: { effect: { kind: 'RESOLUTION', text: 'No.' } } },
    ])('is named in no journal once governance has journalled $type', async ({ type, more }) => {
      const [proposal, other] = [newId('prp'), newId('prp')];
      await open(proposal);
      await open(other);
      const [before] = await fixed(proposal);
      await fixture.service.tell('governance', drivers.id, type, {
        proposal,
        kind: 'RESOLUTION',
        ...more,
      });
      const left = await fixture.service.sql<{ private_part: unknown; subject: unknown; leaf_hash: Buffer }>(
        'select private_part, subject, leaf_hash from journal_entry where entry_id = $1',
        [before!.entryId],
      );
      const leaf_hash = Buffer.from(before!.leafHash, 'hex');
      expect(left).toEqual([{ private_part: null, subject: null, leaf_hash }]);
      // Another vote that is about to open still needs its electors.
      expect(await fixed(other)).toHaveLength(1);
    });
  });

  describe('after an election', () => {
    const elect = (elected: string[], termDays = 30) =>
      fixture.service.tell('governance', drivers.id, 'ProposalEnacted', {
        proposal: newId('prp'),
        kind: 'ELECTION',
        effect: { kind: 'ELECTION', role: 'STEWARD', seats: 1, termDays, candidates: elected, elected },
      });
    const stewards = async () =>
      (
        await fixture.service.ask(ada.did, '{ cooperative(slug: "drivers") { stewards { id } } }')
      ).data.cooperative.stewards.map(({ id }: { id: string }) => id) as string[];

    it('that nobody could take a seat in has the stewards it had', async () => {
      await elect([newId('mem')]);
      expect(await stewards()).toEqual([drivers.founderId]);
    });

    it('has other stewards, whose term ends by itself', async () => {
      await elect([adaId]);
      expect(await stewards()).toEqual([adaId]);
      const input = { member: beaId, role: 'AUDITOR' };
      expect((await fixture.mutate(drivers.founder.did, 'grantRole', input)).codes).toEqual(['FORBIDDEN']);
      expect((await fixture.mutate(ada.did, 'grantRole', input)).codes).toEqual([]);
      await fixture.service.setClock(30 * 86_400);
      expect(await stewards()).toEqual([]);
      await fixture.service.setClock(0);
      await elect([drivers.founderId]);
      expect(await stewards()).toEqual([drivers.founderId]);
    });
  });

  describe('that ends', () => {
    const exit = (who: Person) =>
      fixture.mutate(who.did, 'exitCooperative', orderOf(who, 'Exit', drivers.id));
    const left = (service: 'governance' | 'data' | 'payouts', memberId: string) =>
      fixture.service.tell(service, drivers.id, 'MemberLeft', { memberId });
    const carl = person('carl');
    let carlId: string;
    beforeAll(async () => {
      carlId = await fixture.join(drivers, carl);
    });

    it('is EXITING, without roles, until all three others have let go', async () => {
      await left('governance', carlId);
      expect((await exit(carl)).data).toEqual({ id: carlId, standing: 'EXITING' });
      const entry = (await fixture.journal('MemberExiting')).at(-1)!;
      expect(entry.values).toMatchObject({ memberId: carlId, standing: { standing: 'EXITING', roles: [] } });
      await left('payouts', carlId);
      await left('payouts', carlId);
      await left('data', carlId);
      // What governance said before he left is no answer to his leaving.
      expect((await own(carl, 'standing')).standing).toBe('EXITING');
      expect((await exit(carl)).codes).toEqual(['STANDING_CONFLICT']);
      await left('governance', carlId);
      expect((await own(carl, 'standing')).standing).toBe('EXITED');
      expect(await lastStanding('MemberExited')).toMatchObject({ memberId: carlId, standing: 'EXITED' });
    });

    it('can begin again under the same DID, for the same human only, and end again', async () => {
      expect((await fixture.apply(drivers.id, person('another DID'), 'carl')).codes).toEqual([
        'PERSONHOOD_ALREADY_USED',
      ]);
      expect((await fixture.apply(drivers.id, carl)).data.id).toBe(carlId);
      await bySteward('admitMember', { member: carlId });
      await exit(carl);
      await left('data', carlId);
      await left('governance', carlId);
      expect((await own(carl, 'standing')).standing).toBe('EXITING');
      await left('payouts', carlId);
      expect((await own(carl, 'standing')).standing).toBe('EXITED');
    });

    it('is not ended by a session alone, nor by what was signed otherwise, by another or before', async () => {
      const gil = person('gil');
      await fixture.join(drivers, gil);
      const order = orderOf(gil, 'Exit', drivers.id);
      const forged = {
        'no signature of the form': { ...order, signature: 'A'.repeat(86) },
        'one of another': { ...order, signature: orderOf(carl, 'Exit', drivers.id).signature },
        'one of another by their own key': orderOf(carl, 'Exit', drivers.id),
        'one for another co-op': { ...orderOf(gil, 'Exit', newId('coop')), cooperative: drivers.id },
        'one to be erased': orderOf(gil, 'Erasure', drivers.id),
        'one with another nonce': { ...order, nonce: 'another' },
      };
      const leave = (input: object) => fixture.mutate(gil.did, 'exitCooperative', { ...input });
      for (const [name, input] of Object.entries(forged)) {
        expect([name, (await leave(input)).codes]).toEqual([name, ['SIGNATURE_INVALID']]);
      }
      expect((await leave({ cooperative: drivers.id })).codes).toContain('BAD_USER_INPUT');
      expect((await leave({ ...order, nonce: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
      expect((await own(gil, 'standing')).standing).toBe('ADMITTED');
      // Who comes back is not sent away again by what they signed the first time.
      expect((await leave(order)).codes).toEqual([]);
      for (const service of ['governance', 'data', 'payouts'] as const) {
        await left(service, (await own(gil, 'id')).id);
      }
      const { data } = await fixture.apply(drivers.id, gil);
      await bySteward('admitMember', { member: data.id });
      expect((await leave(order)).codes).toEqual(['SIGNATURE_SPENT']);
      expect((await own(gil, 'standing')).standing).toBe('ADMITTED');
      expect((await exit(gil)).codes).toEqual([]);
      for (const service of ['governance', 'data', 'payouts'] as const) await left(service, data.id);
    });

    it('is one’s own to end', async () => {
      const order = orderOf(person('stranger'), 'Exit', drivers.id);
      expect((await fixture.mutate(undefined, 'exitCooperative', order)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await exit(person('stranger'))).codes).toEqual(['FORBIDDEN']);
    });

    it('counts no more', async () => {
      const { data } = await fixture.service.ask(
        undefined,
        '{ cooperative(slug: "drivers") { memberCount } }',
      );
      expect(data.cooperative.memberCount).toBe(3);
      const rows = await fixture.service.sql<{ count: number }>(
        `select count(*)::int as count from member where cooperative_id = $1 and joined_at is not null and standing <> 'EXITED'`,
        [drivers.id],
      );
      expect(rows).toEqual([{ count: 3 }]);
    });
  });

  describe('of somebody who is erased', () => {
    const dora = person('dora');
    let doraId: string;
    const erase = () => fixture.service.tell('data', drivers.id, 'MemberErased', { memberId: doraId });
    const rowOf = async () => (await fixture.service.sql('select * from member where id = $1', [doraId]))[0]!;
    beforeAll(async () => {
      doraId = await fixture.join(drivers, dora);
      await fixture.journal('MemberAdmitted');
    });

    it('forgets the name and the attestation, and stays one human’s', async () => {
      const checkpoint = await fixture.service.service.log.checkpoint(drivers.id);
      await fixture.service.tell('payouts', drivers.id, 'DividendCredited', {
        dividend: newId('dvd'),
        memberId: doraId,
      });
      await erase();
      expect(
        await fixture.service.sql('select * from notification where recipient_did = $1', [dora.did]),
      ).toEqual([]);
      expect(await rowOf()).toMatchObject({
        display_name: null,
        attestation: null,
        nullifier: expect.any(String),
      });
      const dump = JSON.stringify(
        await fixture.service.sql(
          `select private_part, subject, actor from journal_entry where type <> 'MemberErased'`,
        ),
      );
      expect(dump).not.toContain(dora.did);
      expect(dump).not.toContain('"dora"');
      expect((await own(dora, 'standing displayName')).standing).toBe('ADMITTED');
      expect((await fixture.apply(drivers.id, person('dora’s double'), 'dora')).codes).toEqual([
        'PERSONHOOD_ALREADY_USED',
      ]);
      const proof = await fixture.service.service.log.consistencyProof(
        drivers.id,
        BigInt(checkpoint!.size),
        BigInt((await fixture.service.service.log.checkpoint(drivers.id))!.size),
      );
      expect(proof).toBeDefined();
      const [entry] = await fixture.journal('MemberErased');
      expect(entry!.values).toMatchObject({ memberId: doraId, standing: { standing: 'ADMITTED' } });
    });

    it('forgets the rest once they have left', async () => {
      await fixture.mutate(dora.did, 'exitCooperative', orderOf(dora, 'Exit', drivers.id));
      for (const service of ['governance', 'data', 'payouts'] as const) {
        await fixture.service.tell(service, drivers.id, 'MemberLeft', { memberId: doraId });
      }
      expect(await rowOf()).toMatchObject({ standing: 'EXITED', nullifier: null, credential: null });
    });

    it('leaves no notice behind, whether others tell of them before they have left or after', async () => {
      const fay = person('fay');
      const fayId = await fixture.join(drivers, fay);
      const dividend = () =>
        fixture.service.tell('payouts', drivers.id, 'DividendCredited', {
          run: newId('run'),
          dividend: newId('dvd'),
          memberId: fayId,
        });
      const told = async () =>
        (await fixture.service.sql('select 1 from notification where recipient_did = $1', [fay.did])).length;
      await fixture.service.tell('data', drivers.id, 'MemberErased', { memberId: fayId });
      await dividend();
      expect(await told()).toBe(1);
      await fixture.mutate(fay.did, 'exitCooperative', orderOf(fay, 'Exit', drivers.id));
      for (const service of ['governance', 'data', 'payouts'] as const) {
        await fixture.service.tell(service, drivers.id, 'MemberLeft', { memberId: fayId });
      }
      expect(await told()).toBe(0);
      await dividend();
      expect(await told()).toBe(0);
    });

    it('ends too when they left just before, and the erasure emptied what the others had to read of it', async () => {
      const eve = person('eve');
      const eveId = await fixture.join(drivers, eve);
      const left = async () => {
        const [row] = await fixture.service.sql(
          'select standing, nullifier, credential, display_name from member where id = $1',
          [eveId],
        );
        return row;
      };
      await fixture.mutate(eve.did, 'exitCooperative', orderOf(eve, 'Exit', drivers.id));
      for (const service of ['data', 'governance'] as const) {
        await fixture.service.tell(service, drivers.id, 'MemberErased', { memberId: eveId });
        expect(await left()).toMatchObject({ standing: 'EXITING' });
      }
      await fixture.service.tell('payouts', drivers.id, 'MemberErased', { memberId: eveId });
      expect(await left()).toEqual({
        standing: 'EXITED',
        nullifier: null,
        credential: null,
        display_name: null,
      });
    });
  });

  it('does not stop at an entry that an erasure has emptied', async () => {
    fixture.service.feed('governance').pushErased(drivers.id, 'MemberLeft');
    fixture.service.feed('governance').pushErased(drivers.id, 'ProposalEnacted');
    fixture.service.feed('data').pushErased(drivers.id, 'UsageMetered');
    // What comes after them is reached.
    await fixture.service.tell('governance', drivers.id, 'BallotCast', {});
    await fixture.service.tell('data', drivers.id, 'ConsentGranted', {});
  });
});

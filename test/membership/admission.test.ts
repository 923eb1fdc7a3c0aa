import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { orderOf } from '../support/orders.js';
import { person } from '../support/people.js';
import { application, charterTerms, startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';
import { personhoodIssuer } from './support/personhood.js';

describe('becoming a member', () => {
  let fixture: Fixture;
  let drivers: Founded;
  let growers: Founded;
  beforeAll(async () => {
    fixture = await startMembership();
    drivers = await fixture.found('drivers');
    growers = await fixture.found('growers');
  });
  afterAll(() => fixture.service.stop());

  const admit = (did: string | undefined, member: string) => fixture.mutate(did, 'admitMember', { member });
  const memberCount = async () =>
    (await fixture.service.ask(undefined, '{ cooperative(slug: "drivers") { memberCount } }')).data
      .cooperative.memberCount as number;

  it('begins with an application that needs no session', async () => {
    const ada = person('ada');
    const applied = await fixture.apply(drivers.id, ada);
    expect(applied.codes).toEqual([]);
    const [entry] = await fixture.journal('MemberApplied');
    expect(entry!.values).toMatchObject({
      displayName: 'ada',
      standing: { memberId: applied.data.id, did: ada.did, standing: 'APPLIED', roles: [], keys: [ada.key] },
    });
  });

  it('ends with admission by a steward, which counts and brings the role', async () => {
    const before = await memberCount();
    const bea = person('bea');
    const { data } = await fixture.apply(drivers.id, bea);
    const admitted = await admit(drivers.founder.did, data.id);
    expect(admitted.data).toEqual({ id: data.id, standing: 'ADMITTED' });
    expect(await memberCount()).toBe(before + 1);
    const own = await fixture.service.ask(
      bea.did,
      '{ viewer { memberships { standing roles { role } credential { document } } } }',
    );
    expect(own.data.viewer.memberships).toEqual([
      { standing: 'ADMITTED', roles: [{ role: 'MEMBER' }], credential: { document: expect.anything() } },
    ]);
  });

  describe('is refused', () => {
    const stranger = personhoodIssuer();
    type Input = ReturnType<typeof application>;
    const cases: { name: string; code: string; spoil: (input: Input) => object }[] = [
      {
        name: 'in a co-op that does not exist',
        code: 'NOT_FOUND',
        spoil: (input) => ({ ...input, cooperative: newId('coop') }),
      },
      {
        name: 'to a DID that is none',
        code: 'BAD_USER_INPUT',
        spoil: (input) => ({ ...input, did: 'did:key:zNobody' }),
      },
      {
        name: 'under a name that was not signed',
        code: 'SIGNATURE_INVALID',
        spoil: (input) => ({ ...input, displayName: 'king' }),
      },
      {
        name: 'with an attestation that was not signed for',
        code: 'SIGNATURE_INVALID',
        spoil: (input) => ({
          ...input,
          attestation: stranger.attest({ human: 'x', did: input.did, cooperative: input.cooperative }),
        }),
      },
      {
        name: 'in another co-op than was signed for',
        code: 'SIGNATURE_INVALID',
        spoil: (input) => ({ ...input, cooperative: growers.id }),
      },
      {
        name: 'by another key than the applicant’s',
        code: 'SIGNATURE_INVALID',
        spoil: (input) => ({ ...input, key: person('x').key }),
      },
      {
        name: 'with an endless attestation',
        code: 'BAD_USER_INPUT',
        spoil: (input) => ({ ...input, attestation: { ...input.attestation, more: 'x'.repeat(20_000) } }),
      },
      {
        name: 'with an attestation of a stranger',
        code: 'ATTESTATION_ISSUER_NOT_LISTED',
        spoil: (input) => application(stranger, carl, input.cooperative),
      },
    ];
    const carl = person('carl');
    it.each(cases)('$name', async ({ spoil, code }) => {
      const input = spoil(application(fixture.issuer, carl, drivers.id));
      expect((await fixture.mutate(undefined, 'applyForMembership', input, 'id')).codes).toEqual([code]);
    });

    it('to a human who is a member under another DID, also when they come twice at once', async () => {
      const answers = await Promise.all(
        ['dora', 'dora again', 'dora once more'].map((name) =>
          fixture.apply(drivers.id, person(name), 'dora'),
        ),
      );
      expect(answers.flatMap(({ codes }) => codes)).toEqual([
        'PERSONHOOD_ALREADY_USED',
        'PERSONHOOD_ALREADY_USED',
      ]);
    });

    it('under a DID that was used in another co-op', async () => {
      const emil = person('emil');
      expect((await fixture.apply(growers.id, emil)).codes).toEqual([]);
      expect((await fixture.apply(drivers.id, emil)).codes).toEqual(['DID_ALREADY_USED']);
    });

    it('to somebody who has applied already', async () => {
      const fritz = person('fritz');
      await fixture.apply(drivers.id, fritz);
      expect((await fixture.apply(drivers.id, fritz)).codes).toEqual(['STANDING_CONFLICT']);
    });
  });

  describe('takes a steward of that co-op', () => {
    let applicant: string;
    let member: string;
    const mia = person('mia');
    beforeAll(async () => {
      applicant = (await fixture.apply(drivers.id, person('gil'))).data.id as string;
      member = await fixture.join(drivers, mia);
    });

    it('and nobody else', async () => {
      expect((await admit(undefined, applicant)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await admit(mia.did, applicant)).codes).toEqual(['FORBIDDEN']);
      expect((await admit(fixture.operator.did, applicant)).codes).toEqual(['NOT_FOUND']);
    });

    it('to whom a foreign member and an absent one look alike', async () => {
      const foreign = await admit(growers.founder.did, applicant);
      const absentId = newId('mem');
      const absent = await admit(growers.founder.did, absentId);
      expect(foreign.codes).toEqual(['NOT_FOUND']);
      const shown = (answer: typeof foreign, id: string) =>
        JSON.stringify(answer.errors).replaceAll(id, 'ID');
      expect(shown(foreign, applicant)).toBe(shown(absent, absentId));
    });

    it('and an application that waits', async () => {
      expect((await admit(drivers.founder.did, member)).codes).toEqual(['STANDING_CONFLICT']);
    });

    it('who may turn it down with a reason, after which one may apply again', async () => {
      const hal = person('hal');
      const applied = await fixture.apply(drivers.id, hal);
      const reject = (reason: string) =>
        fixture.mutate(drivers.founder.did, 'rejectApplication', { member: applied.data.id, reason });
      expect((await reject(' ')).codes).toEqual(['BAD_USER_INPUT']);
      expect((await reject('no driver')).data).toEqual({ id: applied.data.id, standing: 'EXITED' });
      expect((await reject('no driver')).codes).toEqual(['STANDING_CONFLICT']);
      expect((await fixture.apply(drivers.id, hal)).data).toEqual({ id: applied.data.id });
      expect((await admit(drivers.founder.did, applied.data.id)).data.standing).toBe('ADMITTED');
    });
  });

  describe('several at once', () => {
    const admitAll = (members: string[], did = drivers.founder.did) =>
      fixture.mutate(did, 'admitMembers', { cooperative: drivers.id, members });

    it('admits all of them or none', async () => {
      const before = await memberCount();
      const applied = await Promise.all(
        ['ida', 'jon', 'kim'].map((name) => fixture.apply(drivers.id, person(name))),
      );
      const ids = applied.map(({ data }) => data.id as string);
      const foreign = (await fixture.apply(growers.id, person('leo'))).data.id as string;
      expect((await admitAll([...ids, foreign])).codes).toEqual(['NOT_FOUND']);
      expect(await memberCount()).toBe(before);
      const admitted = await admitAll(ids);
      expect(admitted.data.map(({ id }: { id: string }) => id)).toEqual(ids);
      expect(await memberCount()).toBe(before + 3);
      expect((await admitAll(ids)).codes).toEqual(['STANDING_CONFLICT']);
    });

    it('is refused for none, the same twice, more than a hundred, and to others than stewards', async () => {
      const ids = Array.from({ length: 101 }, () => newId('mem') as string);
      expect((await admitAll([])).codes).toEqual(['BAD_USER_INPUT']);
      expect((await admitAll([ids[0]!, ids[0]!])).codes).toEqual(['BAD_USER_INPUT']);
      expect((await admitAll(ids)).codes).toEqual(['BAD_USER_INPUT']);
      expect((await admitAll([ids[0]!], growers.founder.did)).codes).toEqual(['FORBIDDEN']);
    });
  });
});

describe('becoming a member by vote', () => {
  let fixture: Fixture;
  let patients: Founded;
  beforeAll(async () => {
    fixture = await startMembership();
    patients = await fixture.found('patients', 'VOTE');
  });
  afterAll(() => fixture.service.stop());

  const tell = (type: string, values: Record<string, unknown>, cooperative = patients.id) =>
    fixture.service.tell('governance', cooperative, type, values);
  const admission = (member: string) => ({
    proposal: newId('prp'),
    kind: 'ADMISSION',
    effect: { kind: 'ADMISSION', member },
  });
  const standingOf = async (did: string) =>
    (await fixture.service.ask(did, '{ viewer { memberships { standing } } }')).data.viewer.memberships[0]
      .standing as string;

  it('asks for the vote with the application, and leaves nothing to a steward', async () => {
    const ada = person('ada');
    const { data } = await fixture.apply(patients.id, ada);
    const [entry] = await fixture.journal('AdmissionVoteRequested');
    expect(entry!.values).toMatchObject({
      memberId: data.id,
      did: ada.did,
      standing: { standing: 'APPLIED' },
    });
    for (const [name, input] of [
      ['admitMember', { member: data.id }],
      ['rejectApplication', { member: data.id, reason: 'I know better' }],
    ] as const) {
      expect((await fixture.mutate(patients.founder.did, name, input)).codes).toEqual(['ADMISSION_BY_VOTE']);
    }
  });

  it('admits whom the members decided to admit, once', async () => {
    const bea = person('bea');
    const { data } = await fixture.apply(patients.id, bea);
    await tell('ProposalEnacted', admission(data.id));
    await tell('ProposalEnacted', admission(data.id));
    expect(await standingOf(bea.did)).toBe('ADMITTED');
    const entries = await fixture.journal('MemberAdmitted');
    expect(entries.filter(({ values }) => JSON.stringify(values).includes(bea.did))).toHaveLength(1);
  });

  it.each(['ProposalRejected', 'ProposalCancelled'])(
    'turns an application down on %s; one may apply again',
    async (type) => {
      const carl = person(type);
      const { data } = await fixture.apply(patients.id, carl);
      await tell(type, admission(data.id));
      expect(await standingOf(carl.did)).toBe('EXITED');
      expect((await fixture.apply(patients.id, carl)).data.id).toBe(data.id);
    },
  );

  it('does nothing about somebody who is unknown, of another co-op, or has withdrawn', async () => {
    const other = await fixture.found('others', 'VOTE');
    const dora = person('dora');
    const { data } = await fixture.apply(patients.id, dora);
    await tell('ProposalEnacted', admission(data.id), other.id);
    await tell('ProposalEnacted', admission(newId('mem')));
    expect(await standingOf(dora.did)).toBe('APPLIED');
    await fixture.mutate(dora.did, 'exitCooperative', orderOf(dora, 'Exit', patients.id));
    await tell('ProposalEnacted', admission(data.id));
    expect(await standingOf(dora.did)).toBe('EXITING');
  });

  it('follows the charter when it changes who decides, newest version first', async () => {
    const growers = await fixture.found('growers');
    const emil = person('emil');
    const waiting = await fixture.apply(growers.id, emil);
    const enact = (version: number, by: 'STEWARDS' | 'VOTE') =>
      tell('CharterEnacted', { version, terms: charterTerms([fixture.issuer.did], by) }, growers.id);
    await enact(1, 'VOTE');
    expect(
      (await fixture.journal('AdmissionVoteRequested')).some(({ cooperative }) => cooperative === growers.id),
    ).toBe(false);
    await enact(2, 'VOTE');
    const asked = (await fixture.journal('AdmissionVoteRequested')).filter(
      ({ cooperative }) => cooperative === growers.id,
    );
    expect(asked.map(({ values }) => values.memberId)).toEqual([waiting.data.id]);
    expect(
      (await fixture.mutate(growers.founder.did, 'admitMember', { member: waiting.data.id })).codes,
    ).toEqual(['ADMISSION_BY_VOTE']);
    await enact(3, 'STEWARDS');
    await enact(2, 'VOTE');
    await enact(4, 'STEWARDS');
    const changes = (await fixture.journal('AdmissionPolicyChanged')).filter(
      ({ cooperative }) => cooperative === growers.id,
    );
    expect(changes.map(({ values }) => values)).toMatchObject([
      { version: 2, admission: { by: 'VOTE' } },
      { version: 3, admission: { by: 'STEWARDS' } },
    ]);
    expect(
      (await fixture.mutate(growers.founder.did, 'admitMember', { member: waiting.data.id })).codes,
    ).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { countStatements } from '../support/countStatements.js';
import { person } from '../support/people.js';
import { DELEGATE, REVOKE, World, standing } from './support/world.js';
import type { TestMember } from './support/world.js';

const HOUR = 3_600;
const DELEGATIONS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { delegations { id to { id } topic } } } }`;

describe('a delegation', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(7);
  });
  afterAll(() => world.service.stop());

  const own = async (asked: TestMember, by = asked) => {
    const r = [{ __typename: 'Member', id: asked.memberId }];
    return world.service.ask(by.did, DELEGATIONS, { r });
  };
  const revoke = (by: TestMember, delegation: string, signer = by) => {
    const signature = signer.sign({ v: 1, type: 'DelegationRevocation', delegation, from: by.did });
    return world.service.ask(by.did, REVOKE, { input: { delegation, signature } });
  };

  it('is the delegating member’s own affair', async () => {
    const [, a, b] = world.members;
    expect((await world.delegate(a!, b!)).codes).toEqual([]);
    expect((await own(a!)).data._entities[0].delegations).toMatchObject([
      { to: { id: b!.memberId }, topic: null },
    ]);
    expect((await own(a!, b)).codes).toEqual(['FORBIDDEN']);
    expect((await own(a!, world.steward)).codes).toEqual(['FORBIDDEN']);
  });

  it('is looked for by others like one that is not there', async () => {
    const [, a, b, c] = world.members;
    const { data } = await world.delegate(a!, b!);
    const statements: number[] = [];
    for (const [by, id] of [
      [c!, data.delegateVote.id],
      [{ ...person('a stranger'), memberId: newId('mem') }, data.delegateVote.id],
      [c!, newId('dlg')],
    ] as const) {
      statements.push(
        await countStatements(async () => expect((await revoke(by, id)).codes).toEqual(['NOT_FOUND'])),
      );
    }
    expect(statements[0]).toBeGreaterThan(2);
    expect(statements).toEqual([statements[0], statements[0], statements[0]]);
  });

  it('replaces the one for the same topic and leaves the others', async () => {
    const [, a, b, c] = world.members;
    await world.delegate(a!, c!);
    await world.delegate(a!, b!, 'LICENCE');
    const { delegations } = (await own(a!)).data._entities[0];
    expect(delegations.map(({ topic }: { topic: string | null }) => topic)).toEqual([null, 'LICENCE']);
    expect(delegations[0].to.id).toBe(c!.memberId);
  });

  it('is refused to oneself, to strangers and to the suspended', async () => {
    const [, a, , , , , f] = world.members;
    expect((await world.delegate(a!, a!)).codes).toEqual(['DELEGATE_INVALID']);
    expect((await world.delegate(a!, { memberId: newId('mem') })).codes).toEqual(['DELEGATE_INVALID']);
    expect((await world.delegate(a!, { memberId: 'nonsense' })).codes).toEqual(['BAD_USER_INPUT']);
    await world.tell('membership', 'MemberSuspended', { standing: standing(f!, undefined, 'SUSPENDED') });
    expect((await world.delegate(a!, f!)).codes).toEqual(['DELEGATE_INVALID']);
    expect((await world.delegate(f!, a!)).codes).toEqual(['FORBIDDEN']);
    await world.tell('membership', 'MemberReinstated', { standing: standing(f!) });
  });

  it('is refused unsigned, signed by another or signed for another', async () => {
    const [, a, b, c] = world.members;
    const { cooperative } = world;
    const statement = { v: 1, type: 'Delegation', cooperative, from: a!.did, to: b!.memberId, topic: null };
    const ask = (to: TestMember, signature: string) =>
      world.service.ask(a!.did, DELEGATE, { input: { cooperative, to: to.memberId, signature } });
    expect((await ask(b!, c!.sign(statement))).codes).toEqual(['SIGNATURE_INVALID']);
    expect((await ask(c!, a!.sign(statement))).codes).toEqual(['SIGNATURE_INVALID']);
    expect((await ask(b!, '')).codes).toEqual(['SIGNATURE_INVALID']);
    const stranger = person('stranger');
    const input = { cooperative, to: b!.memberId, signature: stranger.sign(statement) };
    expect((await world.service.ask(stranger.did, DELEGATE, { input })).codes).toEqual(['FORBIDDEN']);
  });

  it('is refused where it would come back, also when two are given at once', async () => {
    const [, , , , d, e] = world.members;
    const both = await Promise.all([world.delegate(d!, e!), world.delegate(e!, d!)]);
    expect(both.flatMap((answer) => answer.codes)).toEqual(['DELEGATION_CYCLE']);
  });

  it('is ended by its giver alone, with a signature, once', async () => {
    const [, a, b] = world.members;
    const { id } = (await world.delegate(a!, b!, 'RESOLUTION')).data.delegateVote;
    expect((await revoke(b!, id)).codes).toEqual(['NOT_FOUND']);
    expect((await revoke(a!, newId('dlg'))).codes).toEqual(['NOT_FOUND']);
    expect((await revoke(a!, id, b)).codes).toEqual(['SIGNATURE_INVALID']);
    const first = await revoke(a!, id);
    expect(first.codes).toEqual([]);
    expect((await revoke(a!, id)).data).toEqual(first.data);
  });
});

describe('a count with delegations', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(6);
  });
  afterAll(() => world.service.stop());

  it('counts a ballot for those who let its voter speak, unless they vote themselves', async () => {
    const [s, a, b, c, d] = world.members;
    await world.delegate(a!, s!);
    await world.delegate(b!, a!);
    await world.delegate(c!, s!);
    await world.delegate(d!, s!, 'LICENCE');
    const proposal = await world.open();
    await world.vote(s!, proposal, 'FOR');
    await world.vote(c!, proposal, 'AGAINST');
    await world.pass(HOUR);
    const { tally } = await world.reaches(proposal.id, 'QUEUED');
    expect(tally).toMatchObject({ ballotsCounted: 2, participants: 4, turnoutBp: 6_666 });
    expect(tally.rounds[0].counts).toMatchObject([{ weight: 3 }, { weight: 1 }, { weight: 0 }]);
  });

  it('follows the delegations that stood at the close, and none given after it', async () => {
    const [s, , , , d, e] = world.members;
    const proposal = await world.open();
    await world.vote(s!, proposal, 'FOR');
    await world.delegate(d!, s!);
    // The tick and the late delegation race for the closed vote; whoever is first, the count is the same.
    await world.pass(HOUR);
    await world.delegate(e!, s!);
    const { tally } = await world.reaches(proposal.id, 'QUEUED');
    expect(tally.participants).toBe(5);
  });

  it('loses a vote that was delegated to a member who left', async () => {
    const [s, a] = world.members;
    const proposal = await world.open();
    await world.vote(s!, proposal, 'FOR');
    await world.tell('membership', 'MemberExiting', {
      memberId: a!.memberId,
      standing: standing(a!, undefined, 'EXITING'),
    });
    const left = (await world.service.journalled('MemberLeft')).at(-1)!;
    expect(left.values).toEqual({ memberId: a!.memberId });
    const ended = await world.service.sql(
      'select 1 from delegation where ended_at is null and $1 in (from_id, to_id)',
      [a!.memberId],
    );
    expect(ended).toEqual([]);
    await world.pass(HOUR);
    const { tally } = await world.reaches(proposal.id, 'QUEUED');
    // Of six, one left and took with them the one who had delegated to them.
    expect(tally.participants).toBe(4);
  });
});

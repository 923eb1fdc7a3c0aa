import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { charterTerms } from './support/charter.js';
import { CANCEL, World, standing } from './support/world.js';

const DAY = 86_400;

/** The charter says nothing of suspensions or appeals. */
let world: World;
beforeAll(async () => {
  world = await World.start(5, charterTerms());
});
afterAll(() => world.service.stop());

const appeal = (suspension: string) => ({ kind: 'REINSTATEMENT', reinstatement: { suspension } });
const become = (index: number, state: string) =>
  world.tell('membership', state === 'SUSPENDED' ? 'MemberSuspended' : 'MemberReinstated', {
    reason: 'sold the keys',
    standing: standing(world.members[index]!, undefined, state),
  });

describe('a suspended member', () => {
  const suspension = newId('sus');
  beforeAll(() => become(4, 'SUSPENDED'));

  it('asks the members to be reinstated, and asks for nothing else', async () => {
    const member = world.members[4]!;
    expect((await world.submit(member, { kind: 'RESOLUTION', resolution: { text: 'No.' } })).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await world.submit(member, appeal('nonsense'))).codes).toEqual(['EFFECT_INVALID']);
    const submitted = await world.submit(member, appeal(suspension));
    expect(submitted.codes).toEqual([]);
    const { id } = submitted.data.submitProposal as { id: string };
    expect((await world.submit(member, appeal(newId('sus')))).codes).toEqual(['APPEAL_LIMIT']);
    await world.fixElectorate(id, world.members.slice(0, 4));
    const proposal = await world.proposal(id);
    expect(proposal.effect).toMatchObject({
      document: { kind: 'REINSTATEMENT', member: member.memberId, suspension },
    });
    const input = { proposal: id, reason: 'They would win.' };
    expect((await world.service.ask(world.steward.did, CANCEL, { input })).codes).toEqual(['FORBIDDEN']);
    for (const voter of world.members.slice(0, 3)) await world.vote(voter, proposal, 'FOR');
    await world.pass(7 * DAY);
    await world.reaches(id, 'ENACTED');
    expect((await world.entry(id, 'ProposalEnacted')).values.effect).toMatchObject({
      member: member.memberId,
      suspension,
    });
    expect((await world.submit(member, appeal(newId('sus')))).codes).toEqual(['APPEAL_LIMIT']);
    await world.pass(23 * DAY);
    expect((await world.submit(member, appeal(newId('sus')))).codes).toEqual([]);
  });

  it('appeals for themselves only, and only while suspended', async () => {
    expect((await world.submit(world.members[1]!, appeal(suspension))).codes).toEqual(['FORBIDDEN']);
    expect(
      (
        await world.service.ask(
          undefined,
          'mutation ($input: SubmitProposalInput!) { submitProposal(input: $input) { id } }',
          {
            input: { cooperative: world.cooperative, title: 't', body: 'b', ...appeal(suspension) },
          },
        )
      ).codes,
    ).toEqual(['UNAUTHENTICATED']);
    await become(4, 'ADMITTED');
    expect((await world.submit(world.members[4]!, appeal(suspension))).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the members', () => {
  const ask = (member: string, days: number) => ({ kind: 'SUSPENSION', suspension: { member, days } });

  it('suspend one of them by two thirds, for as long as the charter lets them', async () => {
    const about = world.members[3]!.memberId;
    expect((await world.submit(world.members[1]!, ask(about, 91))).codes).toEqual(['EFFECT_INVALID']);
    expect((await world.submit(world.members[1]!, ask(newId('mem'), 9))).codes).toEqual(['EFFECT_INVALID']);
    const passed = await world.open(ask(about, 90));
    for (const voter of world.members.slice(0, 4)) await world.vote(voter, passed, 'FOR');
    const failed = await world.open(ask(about, 90));
    await world.vote(world.members[0]!, failed, 'FOR');
    await world.vote(world.members[1]!, failed, 'AGAINST');
    await world.pass(7 * DAY);
    await world.reaches(passed.id as string, 'ENACTED');
    await world.reaches(failed.id as string, 'REJECTED');
  });
});

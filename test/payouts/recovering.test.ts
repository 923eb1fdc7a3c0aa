import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { withdrawalOf } from '../support/orders.js';
import { PayoutsWorld } from './support/payoutsWorld.js';
import type { TestMember } from './support/payoutsWorld.js';

describe('money whose member’s keys are being recovered', () => {
  let world: PayoutsWorld;
  beforeAll(async () => {
    world = await PayoutsWorld.start();
  });
  afterAll(() => world.stop());

  const withdraw = (who: TestMember, cooperative: string, destination = 'default') =>
    world.ask(who, 'mutation ($input: WithdrawBalanceInput!) { withdrawBalance(input: $input) { id } }', {
      input: withdrawalOf(who, { cooperative, destination, idempotencyKey: randomUUID() }),
    });

  it.each([
    { type: 'RecoveryEnded', more: { outcome: 'VETOED' } },
    { type: 'KeysRecovered', more: {} },
  ])('stays where it is, and goes nowhere new, until $type', async ({ type, more }) => {
    const buyer = await world.buyer(`A buyer until ${type}`);
    const coop = await world.cooperative();
    const member = await world.member(coop.id, 'A member');
    await world.earned(coop.id, buyer, 1_000n);
    await world.closed(coop);
    const about = { recovery: newId('rcv'), memberId: member.memberId };
    await world.service.tell('membership', coop.id, 'RecoveryStarted', {
      ...about,
      way: 'OFFICERS',
      completesAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    });
    expect((await withdraw(member, coop.id)).codes).toEqual(['RECOVERY_UNDER_WAY']);
    expect((await withdraw(member, coop.id, 'acct_thief')).codes).toEqual(['RECOVERY_UNDER_WAY']);
    const remove = await world.ask(
      member,
      'mutation ($input: RemovePayoutDestinationInput!) { removePayoutDestination(input: $input) { __typename } }',
      { input: { cooperative: coop.id, digest: 'ab'.repeat(32), idempotencyKey: randomUUID() } },
    );
    expect(remove.codes).toEqual(['RECOVERY_UNDER_WAY']);
    // Another recovery of this member lets go of nothing.
    await world.service.tell('membership', coop.id, type, { ...about, recovery: newId('rcv'), ...more });
    expect((await withdraw(member, coop.id)).codes).toEqual(['RECOVERY_UNDER_WAY']);
    await world.service.tell('membership', coop.id, type, { ...about, ...more });
    expect((await withdraw(member, coop.id, 'acct_thief')).codes).toEqual(['DESTINATION_COOLING']);
    expect((await withdraw(member, coop.id)).codes).toEqual([]);
  });
});

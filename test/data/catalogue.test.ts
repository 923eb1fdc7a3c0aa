import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from './support/world.js';
import type { Member } from './support/world.js';

describe('the catalogue', () => {
  let world: World;
  let steward: Member;

  beforeAll(async () => {
    world = await World.open();
    steward = await world.admit(await world.found(), 'STEWARD');
  });
  afterAll(() => world.stop());

  it('shows anyone a dataset that a steward published', async () => {
    const id = await world.publish(steward);
    const { dataset } = await world.must<{ dataset: Record<string, unknown> }>(
      undefined,
      `query ($id: ID!) { dataset(id: $id) { id title schema { columns { name type unit } rowsPerMemberMax } contributorCount
        temporal { from until } quality { documentedBp completenessBp } cooperative { id } offers { id }
        distributions { kind } source { kind } provenance { entities { id } document } } }`,
      { id },
    );
    expect(dataset).toMatchObject({ id, title: 'Taxi trips', contributorCount: 0, cooperative: { id: steward.cooperative } });
  });
});

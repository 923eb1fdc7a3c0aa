import { ask } from './policyDoors.js';
import type { Asking } from './policyDoors.js';
import { nameOfField } from './policyMeasure.js';
import type { Measured } from './policyMeasure.js';
import { cellsOf, outcomeAt } from './policyOutcome.js';
import type { Outcome, Row } from './policyOutcome.js';
import type { SchemaField } from './policyTable.js';
import { VIEWERS } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

/** By field, its argument, and the thing that it is about. */
export const SUBSCRIBED: Readonly<Record<string, readonly [argument: string, thing: string]>> = {
  proposalChanged: ['id', 'licenceVote'],
  licenceChanged: ['id', 'licence'],
  computeJobChanged: ['id', 'job'],
  dividendCredited: ['member', 'self'],
};

export function subscriptionTo(field: string): string {
  const [argument] = SUBSCRIBED[field]!;
  return `subscription Try($id: ID!) { it: ${field}(${argument}: $id) { id } }`;
}

/** Subscribes to each as every viewer, up to the first answer. */
export async function measureSubscriptions(
  world: PolicyWorld,
  door: Asking['door'],
  fields: readonly SchemaField[],
): Promise<Measured> {
  const measured: Measured = new Map();
  for (const field of fields) {
    const [, thing] = SUBSCRIBED[field.field]!;
    const row: Row<Outcome> = {};
    const tryAs = VIEWERS.map(async (viewer) => {
      const { service } = field;
      const id = world.own[thing];
      const answer = await ask(world, { door, service, viewer }, subscriptionTo(field.field), { id });
      row[viewer] = outcomeAt(answer, 'it', ['id']);
    });
    await Promise.all(tryAs);
    measured.set(nameOfField(field), cellsOf(row));
  }
  return measured;
}

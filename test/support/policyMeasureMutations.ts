import { ask } from './policyDoors.js';
import type { Asking } from './policyDoors.js';
import { nameOfField } from './policyMeasure.js';
import type { Measured } from './policyMeasure.js';
import { PAYLOADS, inputFor, inputTypeOf } from './policyMutations.js';
import { outcomeAt } from './policyOutcome.js';
import type { Outcome, Row } from './policyOutcome.js';
import type { Cell, SchemaField } from './policyTable.js';
import { VIEWERS } from './policyViewers.js';
import type { ViewerName } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

/** Refusals that are about who asks, and faults; any other refusal is about what was asked, and came after. */
const NOT_LET_THROUGH: ReadonlySet<Outcome> = new Set([
  ...['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'null'],
  ...['GRAPHQL_VALIDATION_FAILED', 'INTERNAL_SERVER_ERROR', 'PASSPORT_INVALID', 'PROJECTION_BEHIND'],
  ...['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'UNKNOWN'],
]);

/**
 * Tries each mutation once as every viewer.
 *
 * @param schema - all fields, among which those of the answers are.
 * @returns cells of the mutations, and of the types that only their answers hold.
 */
export async function measureMutations(
  world: PolicyWorld,
  { door, standIn }: Pick<Asking, 'door' | 'standIn'>,
  mutations: readonly SchemaField[],
  schema: readonly SchemaField[],
): Promise<Measured> {
  const measured: Measured = new Map();
  for (const mutation of mutations) {
    const { service, field: name } = mutation;
    const answered = schema.filter((field) => PAYLOADS[`${field.service} ${field.type}`] === name);
    const selected = answered.map(({ field, leaf }) => (leaf ? field : `${field} { __typename }`));
    const document = `mutation Try($input: ${inputTypeOf(name)}!) {
      it: ${name}(input: $input) { __typename ${selected.join(' ')} }
    }`;
    const rows = [mutation, ...answered].map((field): { field: SchemaField; row: Row<Cell> } => ({
      field,
      row: {},
    }));
    const tryAs = async (viewer: ViewerName): Promise<void> => {
      const input = await inputFor(world, name, { viewer, standIn });
      const answer = await ask(world, { door, service, viewer, standIn }, document, { input });
      for (const { field, row } of rows) {
        const outcome = outcomeAt(answer, 'it', field === mutation ? ['__typename'] : [field.field]);
        row[viewer] = cellOf(outcome, field === mutation);
      }
    };
    await Promise.all(VIEWERS.map(tryAs));
    for (const { field, row } of rows) measured.set(nameOfField(field), row);
  }
  return measured;
}

function cellOf(outcome: Outcome, isMutation: boolean): Cell {
  if (outcome === 'value' || outcome === 'nothing') return 'yes';
  return isMutation && !NOT_LET_THROUGH.has(outcome) ? 'yes' : (outcome as Cell);
}

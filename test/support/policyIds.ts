import { Kind, parse } from 'graphql';
import type { FieldDefinitionNode, InputValueDefinitionNode, TypeNode } from 'graphql';
import { newTypeId } from '../../wallet/encoding/typeId.js';
import { countStatements } from './countStatements.js';
import { ask } from './policyDoors.js';
import type { Asking } from './policyDoors.js';
import { fieldsOf } from './policyTable.js';
import type { ViewerName } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

/** A TypeID, wherever it stands. */
const ID = /\b[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{26}\b/g;

/** Who has no part in the foreign co-op, nor in what it deals with buyers. */
const STRANGERS: readonly ViewerName[] = [
  'anonymous',
  'member',
  'steward',
  'auditor',
  'regulator',
  'operator',
];

/** Complaints that come before anybody looks for a thing. */
const ABOUT_REQUEST: ReadonlySet<string> = new Set([
  ...['UNKNOWN', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'],
  ...['PASSPORT_INVALID', 'INTERNAL_SERVER_ERROR'],
]);

export function isTypeId(value: unknown): boolean {
  return typeof value === 'string' && value.replace(ID, '') === '';
}

/** An answer, and what it cost: of a subgraph in this process how many statements, of all others none. */
interface Told {
  readonly text: string;
  readonly statements: number;
}

/**
 * Asks for a thing of the foreign co-op, and for one of its kind that there is not, as everybody to whom it is foreign.
 *
 * @param variablesOf - what is asked with, about that id.
 * @returns what told the two apart, in sentences.
 */
export async function tellsApart(
  world: PolicyWorld,
  { door, service, thing }: Pick<Asking, 'door' | 'service'> & { thing: string },
  document: string,
  variablesOf: (id: string) => Record<string, unknown> = (id) => ({ id }),
): Promise<string[]> {
  const foreign = world.foreign[thing]!;
  const absent = newTypeId(foreign.split('_')[0]!);
  const compare = async (viewer: ViewerName): Promise<string[]> => {
    const told = async (id: string): Promise<Told> => {
      let text = '';
      const statements = await countStatements(async () => {
        const answer = await ask(world, { door, service, viewer }, document, variablesOf(id));
        const unsound = answer.errors.find(({ extensions }) =>
          ABOUT_REQUEST.has(extensions?.code ?? 'UNKNOWN'),
        );
        if (unsound) throw new Error(`this was not asked well: ${unsound.message}`);
        text = JSON.stringify(answer)
          .replace(ID, 'some id')
          .replace(/"requestId":"[^"]*"/, '');
      });
      return { text, statements };
    };
    let [there, nowhere] = [await told(foreign), await told(absent)];
    // Whoever asks first may find less that is remembered.
    // A connection that is new, or a standing that has just moved, costs one more.
    for (let again = 0; again < 4 && there.statements !== nowhere.statements; again += 1)
      [there, nowhere] = [await told(foreign), await told(absent)];
    const found: string[] = [];
    if (there.text !== nowhere.text) found.push(`${there.text} but ${nowhere.text}`);
    if (there.statements !== nowhere.statements) {
      found.push(`${there.statements} statements but ${nowhere.statements}`);
    }
    return found.map((difference) => `${thing}, ${viewer} at the ${door}: ${difference}`);
  };
  return (await Promise.all(STRANGERS.map(compare))).flat();
}

/** The entities of a subgraph that can be asked for by id, each with a selection for each of its fields. */
export function entitiesOf(service: string, sdl: string): Map<string, string[]> {
  const entities = parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const keys = (definition.directives ?? []).filter(({ name }) => name.value === 'key');
    const resolvable = keys.some(
      (key) =>
        !key.arguments?.some(
          ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
        ),
    );
    return resolvable ? [definition.name.value] : [];
  });
  const fields = fieldsOf(service, sdl);
  return new Map(
    entities.map((entity) => [
      entity,
      fields
        .filter(({ type }) => type === entity)
        .map(({ field, leaf }) => (leaf ? field : `${field} { __typename }`)),
    ]),
  );
}

/** The ids that root fields take, by field: of a mutation those in its input. Cursors are none. */
export function idsTaken(sdl: string, root: 'Query' | 'Mutation' | 'Subscription'): Map<string, string[]> {
  const { definitions } = parse(sdl);
  const inputs = new Map<string, readonly InputValueDefinitionNode[]>();
  const fields: FieldDefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      inputs.set(definition.name.value, definition.fields ?? []);
    }
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === root) {
      fields.push(...(definition.fields ?? []));
    }
  }
  const takenBy = ({ arguments: given = [] }: FieldDefinitionNode) =>
    (root !== 'Mutation' ? given : given.flatMap(({ type }) => inputs.get(nameOf(type)) ?? []))
      .filter(({ name, type }) => nameOf(type) === 'ID' && name.value !== 'after')
      .map(({ name }) => name.value);
  return new Map(fields.map((field): [string, string[]] => [field.name.value, takenBy(field)]));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

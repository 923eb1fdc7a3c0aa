import { Kind, parse, visit } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { keyFieldsIn, keysIn, knows, membersIn } from './knowledge.js';
import type { ArgumentModel, FieldModel, Model, ObjectModel } from './model.js';
import { COMMON_FIELD, fieldOf, namedIn, objectOf } from './model.js';

/** @returns what one subgraph says of the model, without the link to the federation's specification. */
export function printSubgraph(model: Model, subgraph: string): string {
  const externals = externalsOf(model, subgraph);
  const { objects, interfaces, unions } = model;
  const parts = [
    printInputs(model, subgraph),
    ...objects.map((object) => printObject(model, object, subgraph, externals.get(object.name))),
    ...interfaces.map(({ name, keyedIn }) => {
      const members = membersIn(model, subgraph, name);
      const key = keyedIn === subgraph ? ' @key(fields: "id")' : '';
      return members.length > 0 && block(`interface ${name}${key}`, interfaceFields(model, name, subgraph));
    }),
    ...unions.map(({ name }) => {
      const members = membersIn(model, subgraph, name);
      return members.length > 0 && `union ${name} = ${members.join(' | ')}`;
    }),
  ];
  return parts.filter(Boolean).join('\n');
}

/** The enums and the inputs, with what the given subgraph has more of them. */
export function printInputs({ enums, inputs }: Model, subgraph = ''): string {
  const printed = [
    'scalar Wide',
    ...enums.map(({ name, values, extra }) => block(`enum ${name}`, [...values, extra[subgraph]])),
    ...inputs.map(({ name, fields, extra }) =>
      block(`input ${name}`, [
        ...fields.map(printArgument),
        extra[subgraph] && printArgument(extra[subgraph]),
      ]),
    ),
  ];
  return printed.join('\n');
}

function block(head: string, lines: readonly (string | false | undefined)[]): string {
  return `${head} {\n${lines
    .filter(Boolean)
    .map((line) => `  ${line}\n`)
    .join('')}}`;
}

function printArgument({ name, type, byDefault }: ArgumentModel): string {
  return `${name}: ${type}${byDefault === undefined ? '' : ` = ${byDefault}`}`;
}

/** The fields that a subgraph answers for an object, with those that it took over or has lost. */
function isOwn(field: FieldModel, subgraph: string): boolean {
  return field.subgraphs.includes(subgraph) || field.override?.from === subgraph;
}

function printObject(
  model: Model,
  object: ObjectModel,
  subgraph: string,
  externals: ReadonlySet<string> = new Set(),
): string | undefined {
  if (
    object.kind === 'interfaceObject'
      ? !object.subgraphs.includes(subgraph)
      : !isPresent(model, object, subgraph)
  ) {
    return undefined;
  }
  const keyFields = keyFieldsIn(object, subgraph);
  const fields = object.fields
    .filter((field) => keyFields.has(field.name) || isOwn(field, subgraph) || externals.has(field.name))
    .map((field) => printField(object, field, subgraph, keyFields));
  const needsCommon = object.kind === 'interfaceObject' && fields.some((text) => text.includes('@requires'));
  if (needsCommon) fields.push(`${COMMON_FIELD}: String @external`);
  if (fields.length === 0) return undefined;
  const head = [
    `type ${object.name}`,
    printImplements(model, object, subgraph),
    ...keysIn(object, subgraph).map(
      ({ fields, resolvableIn }) =>
        `@key(fields: "${fields}"${resolvableIn.includes(subgraph) ? '' : ', resolvable: false'})`,
    ),
    object.kind === 'interfaceObject' && '@interfaceObject',
    object.kind === 'value' && '@shareable',
  ];
  return block(head.filter(Boolean).join(' '), fields);
}

function isPresent(model: Model, object: ObjectModel, subgraph: string): boolean {
  return object.kind === 'root' || knows(model, subgraph, object.name);
}

function printImplements(model: Model, { name, kind }: ObjectModel, subgraph: string): string {
  if (kind === 'interfaceObject') return '';
  const own = model.interfaces.filter((one) => membersIn(model, subgraph, one.name).includes(name));
  return own.length > 0 ? `implements ${own.map((one) => one.name).join(' & ')}` : '';
}

function printField(
  object: ObjectModel,
  field: FieldModel,
  subgraph: string,
  keyFields: ReadonlySet<string>,
): string {
  const given = field.arguments.map(printArgument).join(', ');
  const type = field.strictIn.includes(subgraph) ? `${field.type}!` : field.type;
  const own = isOwn(field, subgraph) || keyFields.has(field.name);
  const { override } = field;
  const overriding = override && field.subgraphs.includes(subgraph);
  const label = override?.label ? `, label: "${override.label}"` : '';
  return [
    `${field.name}${given && `(${given})`}: ${type}`,
    !own && '@external',
    own && object.kind !== 'value' && (field.subgraphs.length > 1 || field.provided) && '@shareable',
    overriding && `@override(from: "${override.from}"${label})`,
    own && field.requires && `@requires(fields: ${JSON.stringify(field.requires)})`,
    own && field.provides && `@provides(fields: "${field.provides}")`,
    own && field.inaccessible && '@inaccessible',
  ]
    .filter(Boolean)
    .join(' ');
}

/** An interface says in a subgraph what all its members there can say. */
function interfaceFields(model: Model, name: string, subgraph: string): string[] {
  const { fields } = model.interfaces.find((one) => one.name === name)!;
  const members = membersIn(model, subgraph, name).map((member) => objectOf(model, member)!);
  return fields
    .filter((field) =>
      members.every((member) => {
        const own = fieldOf(member, field);
        return own && (isOwn(own, subgraph) || keyFieldsIn(member, subgraph).has(field));
      }),
    )
    .map((field) => `${field}: ${fieldOf(members[0], field)!.type}`);
}

/** By type, the fields that a subgraph does not answer but needs for its own or brings along. */
function externalsOf(model: Model, subgraph: string): Map<string, Set<string>> {
  const externals = new Map<string, Set<string>>();
  const walk = (typeName: string, set: SelectionSetNode): void => {
    const object = objectOf(model, typeName);
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.typeCondition!.name.value, selection.selectionSet);
      } else if (selection.kind === Kind.FIELD) {
        const field = fieldOf(object, selection.name.value);
        if (object && field && object.kind !== 'value') {
          const names = externals.get(object.name) ?? new Set();
          externals.set(object.name, names.add(field.name));
        }
        if (field && selection.selectionSet) walk(namedIn(field.type), selection.selectionSet);
      }
    }
  };
  for (const object of model.objects) {
    for (const field of object.fields.filter((one) => one.subgraphs.includes(subgraph))) {
      if (field.requires) walk(object.name, fieldSet(field.requires));
      if (field.provides) walk(namedIn(field.type), fieldSet(field.provides));
    }
  }
  return externals;
}

const parsed = new Map<string, SelectionSetNode>();

/** What stands in `@key`, `@requires` and `@provides`, as syntax. */
export function fieldSet(fields: string): SelectionSetNode {
  let set = parsed.get(fields);
  if (!set) {
    visit(parse(`{ ${fields} }`, { noLocation: true }), {
      OperationDefinition: ({ selectionSet }) => void (set ??= selectionSet),
    });
    parsed.set(fields, set!);
  }
  return set!;
}

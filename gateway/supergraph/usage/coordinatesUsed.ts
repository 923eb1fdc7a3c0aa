import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/**
 * Whatever of a schema an operation uses: `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`. A variable's
 * values are not looked at: it uses `Input.*`, all of its type and of the types within.
 *
 * @returns sorted; empty for an operation that asks for nothing but the schema.
 */
export function coordinatesUsed(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const used = new Set<string>();
  for (const part of [operation, ...fragmentsOf(document, operation)]) collect(schema, part, used);
  return [...used].sort();
}

/** The fragments that an operation spreads, by itself or through others, each once. */
function fragmentsOf(document: DocumentNode, operation: OperationDefinitionNode): FragmentDefinitionNode[] {
  const byName = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const found = new Set<FragmentDefinitionNode>();
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = byName.get(name.value);
        if (!fragment || found.has(fragment)) return;
        found.add(fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [...found];
}

function collect(
  schema: GraphQLSchema,
  part: OperationDefinitionNode | FragmentDefinitionNode,
  used: Set<string>,
): void {
  const types = new TypeInfo(schema);
  const visitor = {
    Field() {
      const [parent, field] = [types.getParentType(), types.getFieldDef()];
      if (!parent || !field || field.name.startsWith('__') || isIntrospectionType(parent)) return;
      for (const name of [parent.name, ...membersOf(schema, parent)]) used.add(`${name}.${field.name}`);
      used.add(parent.name).add(getNamedType(field.type).name);
    },
    Argument({ name }: { name: { value: string } }) {
      const [parent, field] = [types.getParentType(), types.getFieldDef()];
      if (!parent || !field || types.getDirective()) return;
      for (const type of [parent.name, ...membersOf(schema, parent)]) {
        used.add(`${type}.${field.name}(${name.value}:)`);
      }
    },
    NamedType({ name }: { name: { value: string } }) {
      used.add(name.value);
    },
    EnumValue({ value }: { value: string }) {
      const type = getNamedType(types.getInputType());
      if (isEnumType(type)) used.add(type.name).add(`${type.name}.${value}`);
    },
    ObjectField({ name }: { name: { value: string } }) {
      const type = getNamedType(types.getParentInputType());
      if (isInputObjectType(type)) used.add(type.name).add(`${type.name}.${name.value}`);
    },
    VariableDefinition({ variable }: { variable: { name: { value: string } } }) {
      void variable;
      useWhole(getNamedType(types.getInputType()), used);
    },
  };
  visit(part, visitWithTypeInfo(types, visitor));
}

function membersOf(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
}

/** A value that comes later may hold anything that its type allows. */
function useWhole(type: GraphQLNamedType | undefined | null, used: Set<string>): void {
  if (!type || used.has(`${type.name}.*`)) return;
  if (isEnumType(type)) used.add(type.name).add(`${type.name}.*`);
  if (!isInputObjectType(type)) return;
  used.add(type.name).add(`${type.name}.*`);
  for (const field of Object.values(type.getFields())) useWhole(getNamedType(field.type), used);
}

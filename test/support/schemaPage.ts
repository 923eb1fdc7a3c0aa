import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLSchema } from 'graphql';

const KINDS: readonly [string, (type: GraphQLNamedType) => boolean][] = [
  ['Types', isObjectType],
  ['Interfaces and unions', (type) => isInterfaceType(type) || isUnionType(type)],
  ['Inputs', isInputObjectType],
  ['Enums', isEnumType],
  ['Scalars', isScalarType],
];

/** What can be asked, in a table for each kind of operation, and the names of all types, each with its first sentence. */
export function schemaPage(schema: GraphQLSchema): string {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const operations = roots.flatMap((root) =>
    root ? [`## ${root.name}`, table('field', Object.values(root.getFields()).map(fieldRow))] : [],
  );
  const named = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !roots.some((root) => root === type),
  );
  const types = KINDS.flatMap(([title, is]) => [
    `## ${title}`,
    table(
      'name',
      named.filter(is).map(({ name, description }) => [name, description] as const),
    ),
  ]);
  return [...operations, ...types].join('\n\n');
}

function fieldRow({ name, args, type, description }: GraphQLField<unknown, unknown>) {
  const given =
    args.length === 0 ? '' : `(${args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ')})`;
  return [`${name}${given}: ${String(type)}`, description] as const;
}

function table(head: string, rows: readonly (readonly [string, string | null | undefined])[]): string {
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, description]) => `| \`${name}\` | ${firstSentence(description ?? '')} |`);
  return [`| ${head} | what it is |`, '| --- | --- |', ...lines].join('\n');
}

function firstSentence(text: string): string {
  const [first = ''] = /^.*?[.](?=\s|$)/s.exec(text) ?? [text];
  return first.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

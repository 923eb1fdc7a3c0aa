import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';

/** One place of a schema where text enters, with an operation that puts a text there and all else that it takes. */
export interface TextInput {
  /** Such as `Mutation.castBallot(input.reason)`. */
  readonly place: string;
  readonly query: string;
  variablesWith(text: string): Record<string, unknown>;
}

/** Scalars that take any text; the others take forms of their own, or JSON. */
const TEXTS = new Set(['String', 'ID']);
const SAMPLES: Record<string, unknown> = {
  ...{ String: 'text', ID: 'id', Int: 1, Float: 1, Boolean: true, BigInt: '1', JSON: { a: 'text' } },
  DateTime: '2030-01-01T00:00:00.000Z',
  Did: 'did:key:z6Mk',
  Cid: `b${'a'.repeat(58)}`,
  Digest: 'a'.repeat(64),
  Purpose: 'dpv:AcademicResearch',
};
const DEPTH_MAX = 6;

type Field = GraphQLField<unknown, unknown>;

/** Every String, ID and JSON that a schema's fields take, however deep, each reached from a root by the shortest way. */
export function textInputsOf(schema: GraphQLSchema): TextInput[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root, index) =>
    root ? inputsBelow(root, ['query', 'mutation', 'subscription'][index]!) : [],
  );
}

function inputsBelow(root: GraphQLObjectType, kind: string): TextInput[] {
  const inputs: TextInput[] = [];
  const seen = new Set<string>();
  let level = [{ type: root, fields: [] as Field[] }];
  for (let depth = 0; depth < DEPTH_MAX && level.length > 0; depth++) {
    const below: typeof level = [];
    for (const { type, fields } of level) {
      for (const field of Object.values(type.getFields())) {
        const path = [...fields, field];
        inputs.push(...inputsOf(kind, type.name, path));
        const inner = getNamedType(field.type);
        if (!isObjectType(inner) || seen.has(inner.name)) continue;
        seen.add(inner.name);
        below.push({ type: inner, fields: path });
      }
    }
    level = below;
  }
  return inputs;
}

function inputsOf(kind: string, owner: string, path: readonly Field[]): TextInput[] {
  const { name, args } = path.at(-1)!;
  return args.flatMap((argument) =>
    placesIn(argument.type, []).map((place) => ({
      place: `${owner}.${name}(${[argument.name, ...place].join('.')})`,
      ...operationOf(kind, path, argument, place),
    })),
  );
}

/** The paths to texts below an input, through each type once. */
function placesIn(type: GraphQLInputType, through: readonly string[]): string[][] {
  const named = getNamedType(type);
  if (TEXTS.has(named.name) || named.name === 'JSON') return [[]];
  if (!isInputObjectType(named) || through.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    placesIn(field.type, [...through, named.name]).map((place) => [field.name, ...place]),
  );
}

function operationOf(
  kind: string,
  path: readonly Field[],
  target: GraphQLArgument,
  place: readonly string[],
) {
  const declared: string[] = [];
  const samples: Record<string, unknown> = {};
  const written = path.map(({ name, args }, depth) => {
    const given = args.filter((argument) => isRequiredArgument(argument) || argument === target);
    const list = given.map((argument) => {
      const variable = argument === target ? 'target' : `v${depth}_${argument.name}`;
      declared.push(`$${variable}: ${argument.type.toString()}`);
      if (argument !== target) samples[variable] = sampleOf(argument.type);
      return `${argument.name}: $${variable}`;
    });
    return list.length > 0 ? `${name}(${list.join(', ')})` : name;
  });
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  const innermost = isLeafType(getNamedType(path.at(-1)!.type)) ? '' : '__typename';
  const body = written.reduceRight((inner, field) => `${field}${inner && ` { ${inner} }`}`, innermost);
  return {
    query: `${kind}${head} { ${body} }`,
    variablesWith: (text: string) => ({ ...samples, target: sampleOf(target.type, place, text) }),
  };
}

/** A value of that type; where a place and a text are given, with that text in that place. */
function sampleOf(type: GraphQLInputType, place?: readonly string[], text?: string): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, place, text);
  if (isListType(type)) return [sampleOf(type.ofType, place, text)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) {
    if (text === undefined) return SAMPLES[type.name];
    return type.name === 'JSON' ? { deep: [{ [`k${text}`]: 1 }] } : text;
  }
  const [next, ...rest] = place ?? [];
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || field.name === next)
      .map((field) => [
        field.name,
        field.name === next ? sampleOf(field.type, rest, text) : sampleOf(field.type),
      ]),
  );
}

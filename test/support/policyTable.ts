import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import type { TypeNode } from 'graphql';
import { VIEWERS } from './policyViewers.js';
import type { ViewerName } from './policyViewers.js';

/**
 * What a viewer gets who asks for a field of the object that the row is about:
 * - `yes`: its value, or null where there is none for anybody;
 * - `null`: nothing, without a word, though others get something;
 * - `empty`: a list on the way to it that holds nothing of the viewer's;
 * - a code: the refusal, of the field or of something on the way to it;
 * - `-`: nobody comes to such an object in the demo world.
 *
 * Of a mutation `yes` says that no refusal was about who asks.
 */
export type Cell = 'yes' | 'null' | 'empty' | '-' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

export interface PolicyRow {
  readonly service: string;
  readonly type: string;
  readonly field: string;
  readonly cells: Readonly<Record<ViewerName, Cell>>;
}

const HEADER = ['service', 'field', ...VIEWERS].join(',');

/** Reads the table. @throws Error unless it is sorted and has a cell for every viewer. */
export function readPolicy(path: URL): PolicyRow[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`the table begins with ${HEADER}`);
  lines.forEach((line, index) => {
    if (index > 0 && !(lines[index - 1]! < line)) throw new Error(`out of order: ${line}`);
  });
  return lines.map((line) => {
    const [service, name, ...cells] = line.split(',');
    const [type, field] = name!.split('.');
    if (cells.length !== VIEWERS.length) throw new Error(`${cells.length} cells: ${line}`);
    return {
      service: service!,
      type: type!,
      field: field!,
      cells: Object.fromEntries(VIEWERS.map((viewer, index) => [viewer, cells[index]])) as PolicyRow['cells'],
    };
  });
}

/** A field of a schema. */
export interface SchemaField {
  readonly service: string;
  readonly type: string;
  readonly field: string;
  /** Whether it has a value of its own and no fields below. */
  readonly leaf: boolean;
  /** Whether null in its place would void what is around it. */
  readonly nonNull: boolean;
  /** Name of the type of its values. */
  readonly of: string;
}

const SCALAR = new Set<string>([Kind.SCALAR_TYPE_DEFINITION, Kind.ENUM_TYPE_DEFINITION]);

/** Every field of a subgraph's object types, as it prints its schema. */
export function fieldsOf(service: string, sdl: string): SchemaField[] {
  const { definitions } = parse(sdl);
  const leaves = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);
  for (const definition of definitions) {
    if (SCALAR.has(definition.kind) && 'name' in definition) leaves.add(definition.name!.value);
  }
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    return (definition.fields ?? []).map(({ name, type }): SchemaField => {
      const of = namedType(type);
      return {
        service,
        type: definition.name.value,
        field: name.value,
        leaf: leaves.has(of),
        nonNull: type.kind === Kind.NON_NULL_TYPE,
        of,
      };
    });
  });
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

import { GraphQLError, parse } from 'graphql';
import type { ASTNode } from 'graphql';

/**
 * The schema coordinate of what stands at a place of an SDL: `Type`, `Type.field` or `Type.field(argument:)`;
 * undefined where nothing with a name stands.
 *
 * @param line - from 1, as is `column`.
 */
export function coordinateAt(sdl: string, line: number, column: number): string | undefined {
  const offset = offsetOf(sdl, line, column);
  const within = (node: ASTNode): boolean =>
    node.loc !== undefined && node.loc.start <= offset && offset < node.loc.end;
  try {
    const type = parse(sdl).definitions.find(within);
    if (!type || !('name' in type) || !type.name) return undefined;
    const member = membersOf(type).find(within);
    if (!member) return type.name.value;
    const argument = argumentsOf(member).find(within);
    const place = `${type.name.value}.${member.name.value}`;
    return argument ? `${place}(${argument.name.value}:)` : place;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

type Named = ASTNode & { readonly name: { readonly value: string } };

function membersOf(type: ASTNode): readonly Named[] {
  if ('fields' in type && Array.isArray(type.fields)) return type.fields as readonly Named[];
  return 'values' in type && Array.isArray(type.values) ? (type.values as readonly Named[]) : [];
}

function argumentsOf(member: Named): readonly Named[] {
  return 'arguments' in member && Array.isArray(member.arguments)
    ? (member.arguments as readonly Named[])
    : [];
}

function offsetOf(sdl: string, line: number, column: number): number {
  const lines = sdl.split(/\r\n|[\n\r]/g);
  const breaks = sdl.match(/\r\n|[\n\r]/g) ?? [];
  let offset = column - 1;
  for (let index = 0; index < line - 1; index++) {
    offset += (lines[index]?.length ?? 0) + (breaks[index]?.length ?? 0);
  }
  return offset;
}

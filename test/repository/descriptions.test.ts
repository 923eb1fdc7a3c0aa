import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, NameNode, StringValueNode } from 'graphql';

interface Described {
  readonly name: NameNode;
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
}

/** What clients can name and nobody has described, of a schema in the notation of GraphQL. */
function silentIn(definitions: readonly DefinitionNode[]): string[] {
  const silent: string[] = [];
  const look = (where: string, { description }: Described): void => {
    if (!description?.value.trim()) silent.push(where);
  };
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue;
    const type = definition.name.value;
    look(type, definition as Described);
    for (const value of ('values' in definition && definition.values) || []) {
      look(`${type}.${value.name.value}`, value);
    }
    for (const field of ('fields' in definition && definition.fields) || []) {
      const name = `${type}.${field.name.value}`;
      look(name, field);
      for (const argument of ('arguments' in field && field.arguments) || []) {
        look(`${name}(${argument.name.value})`, argument);
      }
    }
  }
  return silent;
}

describe('the public schema', () => {
  it('says of every type, field, argument and value what it is', () => {
    // Another test holds this page equal to what the gateway serves.
    const page = new URL('../../docs/reference/schema.graphql', import.meta.url);
    const { definitions } = parse(readFileSync(page, 'utf8'));
    expect(definitions.length).toBeGreaterThan(100);
    expect(silentIn(definitions)).toEqual([]);
  });

  it('would not pass with an element that says nothing', () => {
    const { definitions } = parse(`
      "Said." type A { "Said." b("Said." c: Int, d: Int): E  f: Int }
      enum E { "Said." G  H }`);
    expect(silentIn(definitions)).toEqual(['A.b(d)', 'A.f', 'E', 'E.H']);
  });
});

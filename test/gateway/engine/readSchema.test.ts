import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, printSchema } from 'graphql';
import { readSchema } from '../../../gateway/engine/readSchema.js';

const CASES = [
  { name: 'one type', sdl: 'type Query { a: Int }' },
  {
    name: 'all kinds of definitions',
    sdl: printSchema(
      buildSchema(`"""Of\n\nseveral paragraphs."""
        schema { query: Root }
        directive @mark(of: Int = 3) on FIELD
        type Root { "The first." a(by: In): Found  b: E }
        """type X { none: Int }"""
        interface Named { name: String }
        type Thing implements Named { name: String @deprecated(reason: "type Y { z: Int }") }
        union Found = Thing | Root
        enum E { ONE TWO }
        input In { a: Int = 2 }
        scalar Date @specifiedBy(url: "https://example.org")`),
    ),
  },
  {
    name: 'thousands of types',
    sdl: `type Query { t0: T0 }\n${Array.from({ length: 6_000 }, (_, i) => `type T${i} { id: ID!  next: T${(i + 1) % 6_000}  text: String }`).join('\n')}`,
  },
];

const factsOf = (apiSdl: string) => ({
  apiSdl,
  definitionsAt: parse(apiSdl).definitions.map(({ loc }) => loc!.start),
});

describe('a schema read in pieces', () => {
  test.each(CASES)('of $name is the schema of the whole text', async ({ sdl }) => {
    expect(printSchema(await readSchema(factsOf(sdl)))).toBe(printSchema(buildSchema(sdl)));
  });

  test('lets others have their turn as often as it is long', async () => {
    const { sdl } = CASES.at(-1)!;
    let turns = 0;
    let reading = true;
    const other = (): void => {
      turns += 1;
      if (reading) setImmediate(other);
    };
    setImmediate(other);
    await readSchema(factsOf(sdl));
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(sdl.length / 60_000));
    expect(turns).toBeGreaterThan(1);
  });
});

import { describe, expect, test } from '@jest/globals';
import { composeSubgraphs } from '../../../../gateway/engine/planner/composition.js';
import { Planner, workaroundsFor } from '../../../../gateway/engine/planner/planner.js';

const LIMITS = { plansMax: 100, pathsMax: 100 };
const NAMES = ['@key', '@external', '@requires', '@interfaceObject'].map((name) => `"${name}"`).join();
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${NAMES}])`;

function compose(...sdls: readonly string[]): string {
  const parts = sdls.map((sdl, index) => ({ name: `s${index}`, sdl: `${LINK} ${sdl}` }));
  const { supergraphSdl, problems } = composeSubgraphs(parts);
  expect(problems).toBeUndefined();
  return supergraphSdl!;
}

const BOX = 'type Query { box: Box } type Box @key(fields: "id") { id: ID! size: Int }';
const FACE =
  'type Query { box: Box } interface Box @key(fields: "id") { id: ID! } type Crate implements Box @key(fields: "id") { id: ID! }';

describe('what works around the planner’s faults', () => {
  test.each([
    ['one subgraph', [BOX]],
    ['keys alone', [BOX, 'type Box @key(fields: "id") { id: ID! weight: Int }']],
    ['a key that leads nowhere', [BOX, 'type Box @key(fields: "id", resolvable: false) { id: ID! }']],
  ])('is not loaded for a supergraph of %s', async (_, sdls) => {
    const sdl = compose(...sdls);
    expect(await workaroundsFor(sdl)).toBeUndefined();
    expect(new Planner(sdl, LIMITS, undefined).plan('{box{size}}', [])).toMatchObject({
      node: { kind: 'Fetch', serviceName: 's0' },
    });
  });

  test.each([
    [
      '@requires',
      [
        BOX,
        'type Box @key(fields: "id") { id: ID! size: Int @external price: Int @requires(fields: "size") }',
      ],
    ],
    ['@interfaceObject', [FACE, 'type Box @key(fields: "id") @interfaceObject { id: ID! weight: Int }']],
  ])('is loaded for one with %s', async (_, sdls) => {
    expect(await workaroundsFor(compose(...sdls))).toBeDefined();
  });
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'north',
      typeDefs: `
        type Query { sky: [Colour], paint(in: Tone, how: Brush): String, odd: Colour, wall: Wall, secret: Colour }
        enum Colour { RED BLUE GOLD @inaccessible }
        enum Tone { DARK BRIGHT NORTHERN }
        input Brush { width: Int! = 2, tone: Tone, hairs: Int }
        type Wall @key(fields: "id") { id: ID!, colour: Colour }
      `,
      resolvers: {
        Query: {
          sky: () => ['RED', null, 'BLUE'],
          paint: (_, given) => JSON.stringify(given),
          odd: () => 'PINK',
          wall: () => ({ id: 'w', colour: 'RED' }),
          secret: () => 'GOLD',
        },
      },
    },
    {
      name: 'south',
      typeDefs: `
        type Query { earth: [Colour!], draw(with: Brush! = { width: 1 }, in: Tone = DARK): String }
        enum Colour { BLUE GREEN }
        enum Tone { BRIGHT DARK SOUTHERN }
        input Brush { width: Int! = 2, tone: Tone, soft: Boolean }
        type Wall @key(fields: "id") { id: ID!, stain: Colour }
      `,
      resolvers: {
        Query: { earth: () => ['GREEN', 'BLUE'], draw: (_, given) => JSON.stringify(given) },
        Wall: { stain: () => 'GREEN' },
      },
    },
  );
});

describe('enums and inputs that differ between subgraphs', () => {
  test.each([
    {
      name: 'answer with what any of them says',
      query: '{ sky earth wall { colour stain } }',
      data: { sky: ['RED', null, 'BLUE'], earth: ['GREEN', 'BLUE'], wall: { colour: 'RED', stain: 'GREEN' } },
    },
    {
      name: 'take what all of them take',
      query: 'query ($brush: Brush) { paint(in: DARK, how: $brush) draw(in: BRIGHT) }',
      variables: { brush: { tone: 'BRIGHT' } },
      data: {
        paint: '{"in":"DARK","how":{"width":2,"tone":"BRIGHT"}}',
        draw: '{"with":{"width":1},"in":"BRIGHT"}',
      },
    },
    {
      name: 'do not answer with what only a subgraph knows',
      query: '{ odd earth }',
      data: { odd: null, earth: ['GREEN', 'BLUE'] },
      failing: [['odd']],
    },
    {
      name: 'do not answer with what is not for clients',
      query: '{ secret }',
      data: { secret: null },
      failing: [['secret']],
    },
  ])('$name', async (wanted) => {
    const { errors = [] } = await expectAnswer(federation, wanted);
    expect(JSON.stringify(errors)).not.toContain('GOLD');
  });

  test.each([
    ['a value that one subgraph lacks', '{ paint(in: NORTHERN) }'],
    ['a field that one subgraph lacks', '{ draw(with: { soft: true }) }'],
    ['a value that is not for clients', '{ wall { colour } paint(in: GOLD) }'],
  ])('refuse %s', async (_, query) => {
    const { data, errors } = await federation.execute({ query });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  test('refuse a variable with what one subgraph lacks, before any is asked', async () => {
    federation.requests.length = 0;
    const query = 'query ($tone: Tone) { paint(in: $tone) }';
    const { data } = await federation.execute({ query, variables: { tone: 'SOUTHERN' } });
    expect([data, federation.requests]).toEqual([undefined, []]);
  });
});

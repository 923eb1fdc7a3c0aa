import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

type Told = Readonly<Record<string, unknown>>;

/** Computes a field from what its subgraph is told, and fails if that lacks something. */
function from(name: string, ...needed: readonly string[]) {
  return (told: Told) => {
    for (const one of needed) if (told[one] === undefined) throw new Error(`${name} was not told ${one}`);
    return `${name}(${needed.map((one) => String(told[one])).join()})`;
  };
}

/** A cheese goes to and fro between the two, and each step needs the one before. */
const dairy: Toy = {
  name: 'dairy',
  typeDefs: `
    type Query { cheese: Cheese, cheeses: [Cheese] }
    type Cheese @key(fields: "id") {
      id: ID!
      milk: String
      cellar: String @external
      crust: String @external
      turned: String @requires(fields: "cellar")
      washed: String @requires(fields: "crust")
      judged: String @requires(fields: "cellar crust")
      maker(region: String): Maker @requires(fields: "crust")
      mate: Cheese @external
      pair: String @requires(fields: "mate { crust }")
      heir: Cheese @external
      will: String @requires(fields: "heir { id }")
      testament: String @requires(fields: "heir { will }")
      tag(short: Boolean!): String @external
      label: String @requires(fields: "tag(short: true)")
      poster: String @requires(fields: "tag(short: false)")
    }
    type Maker @key(fields: "id") { id: ID!, name: String, pupil: Maker }
  `,
  resolvers: {
    Query: { cheese: () => ({ id: '1' }), cheeses: () => [{ id: '1' }, null, { id: '2' }] },
    Cheese: {
      __resolveReference: (told) => told,
      milk: ({ id }) => `milk${id}`,
      turned: from('turned', 'cellar'),
      washed: from('washed', 'crust'),
      judged: from('judged', 'cellar', 'crust'),
      maker: (told, { region }) => ({ id: from(region ?? 'maker', 'crust')(told) }),
      pair: ({ mate }) => from('pair', 'crust')(mate),
      will: ({ heir }) => from('will', 'id')(heir),
      testament: ({ heir }) => from('testament', 'will')(heir),
      label: from('label', 'tag'),
      poster: from('poster', 'tag'),
    },
    Maker: { name: ({ id }) => `name of ${id}`, pupil: ({ id }) => ({ id: `pupil of ${id}` }) },
  },
};

const cave: Toy = {
  name: 'cave',
  typeDefs: `
    type Query { ripe: Cheese }
    type Cheese @key(fields: "id") {
      id: ID!
      milk: String @external
      turned: String @external
      washed: String @external
      cellar: String @requires(fields: "milk")
      crust: String @requires(fields: "turned")
      price: String @requires(fields: "milk washed")
      mate: Cheese
      heir: Cheese @requires(fields: "milk")
      tag(short: Boolean!): String @requires(fields: "turned")
    }
    type Maker @key(fields: "id") { id: ID!, age: Int }
  `,
  resolvers: {
    Query: { ripe: () => ({ id: '1' }) },
    Cheese: {
      __resolveReference: (told) => told,
      cellar: from('cellar', 'milk'),
      crust: from('crust', 'turned'),
      price: from('price', 'milk', 'washed'),
      mate: () => ({ id: '2' }),
      heir: (told) => ({ id: `heir of ${from('heir', 'milk')(told)}` }),
      tag: (told, { short }) => from(short ? 'tag' : 'placard', 'turned')(told),
    },
    Maker: { age: ({ id }) => id.length },
  },
};

const cellar = (id: number): string => `cellar(milk${id})`;
const turned = (id: number): string => `turned(${cellar(id)})`;
const crust = (id: number): string => `crust(${turned(id)})`;
const washed = (id: number): string => `washed(${crust(id)})`;
const heir = (id: string): string => `heir of heir(milk${id})`;
const CHEESE: Readonly<Record<string, string>> = {
  milk: 'milk1',
  cellar: cellar(1),
  turned: turned(1),
  crust: crust(1),
  washed: washed(1),
  judged: `judged(${cellar(1)},${crust(1)})`,
  price: `price(milk1,${washed(1)})`,
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(dairy, cave);
});

describe('a field that needs one that needs one of its own subgraph', () => {
  const names = Object.keys(CHEESE);
  const pairs = names.flatMap((name, index) =>
    names.slice(index).map((other) => [...new Set([name, other])]),
  );

  test.each(['cheese', 'ripe'])(
    'is told all it needs, whatever else is asked for, from %s on',
    async (root) => {
      for (const set of [...pairs, names]) {
        const wanted = Object.fromEntries(set.map((name) => [name, CHEESE[name]]));
        await expectAnswer(federation, {
          name: set.join(),
          query: `{ ${root} { ${set.join(' ')} } }`,
          data: { [root]: wanted },
        });
      }
    },
  );

  test.each([
    {
      name: 'is had for each of a list',
      query: '{ cheeses { washed } }',
      data: { cheeses: [{ washed: washed(1) }, null, { washed: washed(2) }] },
    },
    {
      name: 'may be an object of a type that both know',
      query: '{ cheese { maker { name age pupil { name age } } } }',
      data: {
        cheese: {
          maker: {
            name: `name of maker(${crust(1)})`,
            age: `maker(${crust(1)})`.length,
            pupil: {
              name: `name of pupil of maker(${crust(1)})`,
              age: `pupil of maker(${crust(1)})`.length,
            },
          },
        },
      },
    },
    {
      name: 'takes arguments from the client',
      query: '{ cheese { maker(region: "alps") { id } washed } }',
      data: { cheese: { maker: { id: `alps(${crust(1)})` }, washed: washed(1) } },
    },
    {
      name: 'may need that of another object',
      query: '{ cheese { pair washed mate { crust } } }',
      data: { cheese: { pair: `pair(${crust(2)})`, washed: washed(1), mate: { crust: crust(2) } } },
    },
    {
      name: 'may need an object from which one gets to what needs it',
      query: '{ cheese { heir { will heir { id } } } }',
      data: {
        cheese: { heir: { will: `will(${heir(heir('1'))})`, heir: { id: heir(heir('1')) } } },
      },
    },
    {
      name: 'may need what an object needs that is needed',
      query: '{ cheese { testament heir { testament } } }',
      data: {
        cheese: {
          testament: `testament(will(${heir(heir('1'))}))`,
          heir: { testament: `testament(will(${heir(heir(heir('1')))}))` },
        },
      },
    },
    {
      name: 'may need it with arguments, and the client with others',
      query: '{ cheese { label poster long: tag(short: false) } }',
      data: {
        cheese: {
          label: `label(tag(${turned(1)}))`,
          poster: `poster(placard(${turned(1)}))`,
          long: `placard(${turned(1)})`,
        },
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('costs one request for each link, and none twice', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ cheeses { price judged washed crust turned cellar } }' });
    // milk; cellar; turned; crust; washed and judged; price.
    expect(callsOf(federation)).toEqual({ dairy: 3, cave: 3 });
  });
});

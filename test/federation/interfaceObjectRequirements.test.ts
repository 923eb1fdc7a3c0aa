import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

interface Told {
  readonly __typename?: string;
  readonly id?: string;
  readonly weight?: number;
}

const ANIMALS: Record<string, object> = {
  '1': { __typename: 'Cat', id: '1', weight: 10 },
  '2': { __typename: 'Dog', id: '2', weight: 20 },
};

/** As a subgraph should: whoever asks without a key, or for what cannot be computed, hears of it. */
function known({ id }: Told): object {
  if (id === undefined || !ANIMALS[id]) throw new Error('a representation without a key');
  return ANIMALS[id];
}

const animals: Toy = {
  name: 'animals',
  typeDefs: `
    interface Animal @key(fields: "id") { id: ID!, weight: Int }
    type Cat implements Animal @key(fields: "id") { id: ID!, weight: Int }
    type Dog implements Animal @key(fields: "id") { id: ID!, weight: Int }
    type Van { wheels: Int }
    union Passenger = Cat | Van
    type Query { animals: [Animal], passengers: [Passenger] }
  `,
  resolvers: {
    Query: {
      animals: () => [ANIMALS['1'], ANIMALS['2']],
      passengers: () => [ANIMALS['1'], { __typename: 'Van', wheels: 4 }],
    },
    Animal: { __resolveReference: known },
    Cat: { __resolveReference: known },
    Dog: { __resolveReference: known },
  },
};

const food: Toy = {
  name: 'food',
  typeDefs: `
    type Animal @interfaceObject @key(fields: "id") {
      id: ID!
      weight: Int @external
      portion(times: Int): Float @requires(fields: "weight")
      meal: Meal @requires(fields: "weight")
      bowls: Int
      friend: Animal
    }
    type Meal { grams: Int, shared: Animal }
    type Query { fed: [Animal] }
  `,
  resolvers: {
    Query: { fed: () => [{ id: '1' }, { id: '2' }] },
    Animal: {
      __resolveReference: (told: Told) => {
        if (told.id === undefined) throw new Error('a representation without a key');
        return told;
      },
      portion: ({ weight }: Told, { times = 1 }: { times?: number }) => needed(weight) * times + 0.5,
      meal: ({ weight }: Told) => ({ grams: needed(weight) * 7, shared: { id: '1' } }),
      bowls: ({ id }: Told) => Number(id),
      friend: ({ id }: Told) => ({ id: id === '1' ? '2' : '1' }),
    },
  },
};

function needed(weight: number | undefined): number {
  if (weight === undefined) throw new Error('asked without a weight');
  return weight;
}

let federation: Federation;
beforeAll(async () => {
  federation = await federate(animals, food);
});

describe('a field of an interface as an object that needs what its types say', () => {
  test.each([
    {
      name: 'is asked for one type beside another field for all',
      query: '{ animals { bowls ... on Cat { portion } } }',
      data: { animals: [{ bowls: 1, portion: 10.5 }, { bowls: 2 }] },
    },
    {
      name: 'is asked for one type alone, whose type nobody knew before',
      query: '{ fed { ... on Dog { portion } } }',
      data: { fed: [{}, { portion: 20.5 }] },
    },
    {
      name: 'is asked for one type beside another field for another type',
      query: '{ animals { ... on Cat { portion } ... on Dog { bowls } } }',
      data: { animals: [{ portion: 10.5 }, { bowls: 2 }] },
    },
    {
      name: 'is asked for each type with arguments of its own',
      query: '{ fed { ... on Cat { portion(times: 2) } ... on Dog { portion(times: 3) } } }',
      data: { fed: [{ portion: 20.5 }, { portion: 60.5 }] },
    },
    {
      name: 'is asked for by way of a union that the subgraph does not know',
      query:
        '{ fed { ... on Passenger { ... on Animal { portion } } } passengers { ... on Animal { portion } } }',
      data: { fed: [{ portion: 10.5 }, {}], passengers: [{ portion: 10.5 }, {}] },
    },
    {
      name: 'leads to others of the same kind',
      query:
        '{ fed { ... on Dog { meal { grams shared { portion ... on Cat { weight } } } friend { portion } } } }',
      data: {
        fed: [{}, { meal: { grams: 140, shared: { portion: 10.5, weight: 10 } }, friend: { portion: 10.5 } }],
      },
    },
    {
      name: 'has names that are needed for something else',
      query: '{ fed { weight: portion id: bowls ... on Dog { __typename: weight } } }',
      data: {
        fed: [
          { weight: 10.5, id: 1 },
          { weight: 20.5, id: 2, __typename: 20 },
        ],
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is asked for once for all the fields that need the same', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'query Fed($times: Int) { fed { portion(times: $times) meal { grams } } }',
      variables: { times: 2 },
      data: {
        fed: [
          { portion: 20.5, meal: { grams: 70 } },
          { portion: 40.5, meal: { grams: 140 } },
        ],
      },
    });
    expect(callsOf(federation)).toEqual({ food: 2, animals: 1 });
  });
});

describe('a union on an interface that a subgraph has as an object', () => {
  test.each([
    {
      name: 'is told by the types',
      query: '{ fed { ... on Passenger { __typename } } }',
      data: { fed: [{ __typename: 'Cat' }, {}] },
    },
    {
      name: 'is told by the types, with fields of theirs',
      query: '{ fed { bowls ... on Passenger { ... on Cat { weight } ... on Van { wheels } } } }',
      data: { fed: [{ bowls: 1, weight: 10 }, { bowls: 2 }] },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));
});

describe('an interface as an object that leads to another one, and back', () => {
  test('is answered from both', async () => {
    const circle = await federate(
      {
        name: 'left',
        typeDefs: `
          interface Left @key(fields: "id") { id: ID!, size: Int }
          type Lamp implements Left @key(fields: "id") { id: ID!, size: Int, across: Right }
          type Right @interfaceObject @key(fields: "id") { id: ID!, back: Left, height: Int @external, area: Int @requires(fields: "height") }
          type Query { left: Left, someRight: Right }
        `,
        resolvers: {
          Query: { left: () => ({ __typename: 'Lamp', id: '1', size: 3 }), someRight: () => ({ id: '2' }) },
          Lamp: { across: () => ({ id: '2' }), __resolveReference: ({ id }: Told) => ({ id, size: 3 }) },
          Left: { __resolveReference: ({ id }: Told) => ({ __typename: 'Lamp', id, size: 3 }) },
          Right: {
            back: () => ({ __typename: 'Lamp', id: '1', size: 3 }),
            area: ({ height }: { height: number }) => height * 2,
          },
        },
      },
      {
        name: 'right',
        typeDefs: `
          interface Right @key(fields: "id") { id: ID!, height: Int }
          type Rock implements Right @key(fields: "id") { id: ID!, height: Int }
          type Reed implements Right @key(fields: "id") { id: ID!, height: Int }
          type Left @interfaceObject @key(fields: "id") { id: ID!, beyond: Right, size: Int @external, mass: Int @requires(fields: "size") }
          type Query { right: Right, someLeft: Left }
        `,
        resolvers: {
          Query: { right: () => ({ __typename: 'Reed', id: '2', height: 5 }), someLeft: () => ({ id: '1' }) },
          Right: { __resolveReference: ({ id }: Told) => ({ __typename: 'Reed', id, height: 5 }) },
          Rock: { __resolveReference: ({ id }: Told) => ({ id, height: 5 }) },
          Reed: { __resolveReference: ({ id }: Told) => ({ id, height: 5 }) },
          Left: {
            beyond: () => ({ __typename: 'Reed', id: '2', height: 5 }),
            mass: ({ size }: { size: number }) => size * 100,
          },
        },
      },
    );
    await expectAnswer(circle, {
      name: '',
      query: `{
        left { mass beyond { area back { ... on Lamp { mass across { ... on Reed { area height } } } } } }
        someLeft { ... on Lamp { mass size across { __typename area } } }
        someRight { area back { mass beyond { ... on Reed { back { size } } ... on Rock { area } } } }
        right { ... on Reed { area } ... on Rock { area back { mass } } }
      }`,
      data: {
        left: { mass: 300, beyond: { area: 10, back: { mass: 300, across: { area: 10, height: 5 } } } },
        someLeft: { mass: 300, size: 3, across: { __typename: 'Reed', area: 10 } },
        someRight: { area: 10, back: { mass: 300, beyond: { back: { size: 3 } } } },
        right: { area: 10 },
      },
    });
  });
});

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

/** What throws at this moment, as `Type.field`. */
const broken = new Set<string>();
const orThrow = <T>(coordinate: string, value: T): T => {
  if (broken.has(coordinate)) throw new Error(`${coordinate} failed`);
  return value;
};

const fleet: Toy = {
  name: 'fleet',
  typeDefs: `
    type Query { car: Car, cars: [Car] }
    type Car @key(fields: "number owner { id }") @key(fields: "plate") {
      number: Int, plate: String, owner: Owner, colour: String
    }
    type Owner @shareable { id: ID!, name: String, age: Int! }
  `,
  resolvers: {
    Query: { car: () => ({ number: 1 }), cars: () => [{ number: 1 }, { number: 2 }] },
    Car: {
      plate: () => orThrow('Car.plate', 'AB'),
      owner: ({ number }: { number: number }) => orThrow('Car.owner', { id: `o${number}` }),
      colour: () => 'red',
    },
    Owner: {
      id: ({ id }: { id: string }) => orThrow('Owner.id', id),
      name: () => 'Ann',
      age: () => orThrow('Owner.age', 40),
    },
  },
};

const taxes: Toy = {
  name: 'taxes',
  typeDefs: `
    type Query { taxed: Car }
    type Car @key(fields: "number owner { id }") { number: Int, owner: Owner, tax: String, must: String! }
    type Owner @shareable { id: ID! }
  `,
  resolvers: {
    Car: {
      // It answers whatever it is asked about, and for a null key it answers wrongly.
      tax: ({ number, owner }: { number: number; owner: { id: string } | null }) => `${number}/${owner?.id}`,
      must: ({ owner }: { owner: { id: string } | null }) => `${owner?.id}`,
    },
  },
};

const police: Toy = {
  name: 'police',
  typeDefs: `
    type Query { wanted: Car }
    type Car @key(fields: "plate") { plate: String, fines: Int }
  `,
  resolvers: { Car: { fines: ({ plate }: { plate: string | null }) => (plate === null ? -1 : 3) } },
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(fleet, taxes, police);
});
beforeEach(() => broken.clear());

describe('an object that is part of a key', () => {
  test.each([
    ['as itself', '{ car { owner { age } tax } }', { owner: null, tax: '1/o1' }, ['car', 'owner', 'age']],
    ['under an alias', '{ car { x: owner { age } tax } }', { x: null, tax: '1/o1' }, ['car', 'x', 'age']],
    [
      'behind fragments',
      '{ car { ...F tax } } fragment F on Car { owner { ... on Owner { name age } } }',
      { owner: null, tax: '1/o1' },
      ['car', 'owner', 'age'],
    ],
    [
      'written several times',
      '{ car { owner { name } tax owner { age } ...F } } fragment F on Car { owner { id } }',
      { owner: null, tax: '1/o1' },
      ['car', 'owner', 'age'],
    ],
  ])('is still known where an error nulls what the client asked of it, %s', async (_, query, car, path) => {
    broken.add('Owner.age');
    await expectAnswer(federation, { name: '', query, data: { car }, failing: [path] });
    expect(representationsTo(federation, 'taxes')).toEqual([
      [{ __typename: 'Car', number: 1, owner: { id: 'o1' } }],
    ]);
  });

  test('is whole where it is written several times, and nothing went wrong', async () => {
    const query = '{ car { owner { name } owner { age } x: owner { name } tax } }';
    await expectAnswer(federation, {
      name: '',
      query,
      data: { car: { owner: { name: 'Ann', age: 40 }, x: { name: 'Ann' }, tax: '1/o1' } },
    });
  });

  test('is asked for once where nothing that the client asks could null it', async () => {
    const query = '{ car { owner { id name } tax } }';
    await expectAnswer(federation, {
      name: '',
      query,
      data: { car: { owner: { id: 'o1', name: 'Ann' }, tax: '1/o1' } },
    });
    expect(federation.requests[0]!.query).toBe('{car{__typename number owner{id name}}}');
  });
});

describe('a key that failed', () => {
  test.each([
    ['in an object that it nulls', 'Owner.id'],
    ['as an object', 'Car.owner'],
  ])('is sent to nobody, %s, and what would have needed it says why', async (_, coordinate) => {
    broken.add(coordinate);
    const { errors = [] } = await expectAnswer(federation, {
      name: '',
      query: '{ cars { colour tax } }',
      data: {
        cars: [
          { colour: 'red', tax: null },
          { colour: 'red', tax: null },
        ],
      },
      failing: [
        ['cars', 0, 'tax'],
        ['cars', 1, 'tax'],
      ],
    });
    expect(errors.map(({ message }) => message)).toEqual(Array(2).fill(`${coordinate} failed`));
    expect(representationsTo(federation, 'taxes')).toEqual([]);
  });

  test('nulls what may not be null as the specification says', async () => {
    broken.add('Owner.id');
    await expectAnswer(federation, {
      name: '',
      query: '{ car { colour must } }',
      data: { car: null },
      failing: [['car', 'must']],
    });
  });

  test('as a plain value is sent to nobody either', async () => {
    broken.add('Car.plate');
    await expectAnswer(federation, {
      name: '',
      query: '{ car { colour fines } }',
      data: { car: { colour: 'red', fines: null } },
      failing: [['car', 'fines']],
    });
    expect(representationsTo(federation, 'police')).toEqual([]);
  });

  test('concerns the objects alone whose key it is', async () => {
    broken.add('Owner.age');
    await expectAnswer(federation, {
      name: '',
      query: '{ car { owner { age } } cars { tax fines } }',
      data: {
        car: { owner: null },
        cars: [
          { tax: '1/o1', fines: 3 },
          { tax: '2/o2', fines: 3 },
        ],
      },
      failing: [['car', 'owner', 'age']],
    });
  });
});

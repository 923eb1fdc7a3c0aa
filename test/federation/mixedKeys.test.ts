import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const BOXES = [1, 2, 3].map((n) => ({ id: `${n}`, code: `c${n}`, place: { row: n, shelf: 2, room: 3 } }));
const boxBy = (key: 'id' | 'code', value: string) => BOXES.find((box) => box[key] === value)!;

/** Every subgraph knows several keys of a box, resolves one of them, and no two the same. */
let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'racks',
      typeDefs: `
        type Query { rack: Rack, codes: [Code] }
        type Rack @key(fields: "id") { id: ID!, boxes: [Box!]! }
        type Code { box: Box }
        type Place @shareable { row: Int!, shelf: Int!, room: Int! }
        type Box
          @key(fields: "place { row shelf }", resolvable: false)
          @key(fields: "id place { shelf room }")
          @key(fields: "code", resolvable: false)
          @key(fields: "id", resolvable: false) {
          id: ID!
          code: ID!
          place: Place!
          label: String! @external
          sticker: String! @requires(fields: "label")
        }
      `,
      resolvers: {
        Query: { rack: () => ({ id: 'r', boxes: BOXES }), codes: () => BOXES.map((box) => ({ box })) },
        Box: {
          __resolveReference: ({ id, label }) => ({ ...boxBy('id', id), label }),
          sticker: ({ label }) => `[${label}]`,
        },
      },
    },
    {
      name: 'labels',
      typeDefs: `
        type Place @shareable { row: Int!, shelf: Int!, room: Int! }
        type Box
          @key(fields: "id")
          @key(fields: "code", resolvable: false)
          @key(fields: "place { row shelf }", resolvable: false)
          @key(fields: "id place { shelf room }", resolvable: false) {
          id: ID!
          code: ID!
          place: Place!
          label: String!
        }
      `,
      resolvers: {
        Box: { __resolveReference: ({ id }) => ({ ...boxBy('id', id), label: `label ${id}` }) },
      },
    },
    {
      name: 'tags',
      typeDefs: `type Query { tagged: [Tag] } type Tag { parcel: Parcel } type Parcel @key(fields: "tag") { tag: ID! }`,
      resolvers: { Query: { tagged: () => ['t1', 't2', 't3'].map((tag) => ({ parcel: { tag } })) } },
    },
    {
      name: 'index',
      typeDefs: `type Parcel @key(fields: "tag") @key(fields: "number") { tag: ID!, number: Int! }`,
      resolvers: {
        Parcel: {
          // The third is in nobody's index: there is no way from it to its weight.
          __resolveReference: ({ tag }) => (tag === 't3' ? null : { tag, number: Number(tag.slice(1)) }),
        },
      },
    },
    {
      name: 'weights',
      typeDefs: `type Parcel @key(fields: "number") { number: Int!, weight: Weight } type Weight { grams: Int }`,
      resolvers: { Parcel: { weight: ({ number }) => ({ grams: number * 100 }) } },
    },
  );
});

describe('keys of several kinds', () => {
  test.each([
    {
      name: 'lead to and fro, each where it is resolved',
      query: '{ rack { id boxes { id label sticker } } }',
      data: {
        rack: {
          id: 'r',
          boxes: ['1', '2', '3'].map((id) => ({ id, label: `label ${id}`, sticker: `[label ${id}]` })),
        },
      },
    },
    {
      name: 'lead to null without an error where the way ends at an entity that is unknown',
      query: '{ tagged { parcel { tag weight { grams } } } }',
      data: {
        tagged: [
          { parcel: { tag: 't1', weight: { grams: 100 } } },
          { parcel: { tag: 't2', weight: { grams: 200 } } },
          { parcel: { tag: 't3', weight: null } },
        ],
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('are sent to who resolves them, and what leads nowhere is not sent', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ codes { box { label } } tagged { parcel { weight { grams } } } }' });
    expect(representationsTo(federation, 'labels')).toEqual([
      BOXES.map(({ id }) => ({ __typename: 'Box', id })),
    ]);
    expect(representationsTo(federation, 'weights')).toEqual([
      [
        { __typename: 'Parcel', number: 1 },
        { __typename: 'Parcel', number: 2 },
      ],
    ]);
  });
});

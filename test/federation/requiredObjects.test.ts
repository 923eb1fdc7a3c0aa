import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** A parcel's size says how wide it is; how deep, it fails to say, though it promises to. */
let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'parcels',
      typeDefs: `
        type Query { parcel: Parcel, post: [Piece] }
        union Piece = Parcel | Letter
        type Letter @key(fields: "id") { id: ID!, size: [Size!] }
        type Parcel @key(fields: "id") { id: ID!, size: Size, parts: [Parcel] }
        type Size @shareable { width: Int!, depth: Int! }
      `,
      resolvers: {
        Query: {
          parcel: () => ({ id: 'p' }),
          post: () => [
            { __typename: 'Letter', id: 'l' },
            { __typename: 'Parcel', id: 'p' },
          ],
        },
        Letter: { size: () => [{ width: 5 }, { width: 6 }] },
        Parcel: {
          size: () => ({
            width: 3,
            depth: () => {
              throw new Error('too dark');
            },
          }),
          parts: () => [{ id: 'q' }, null],
        },
      },
    },
    {
      name: 'post',
      typeDefs: `
        type Parcel @key(fields: "id") {
          id: ID!
          size: Size @external
          parts: [Parcel] @external
          postage: Int @requires(fields: "size { width }")
          bundle: Int @requires(fields: "parts { size { width } }")
        }
        type Letter @key(fields: "id") {
          id: ID!
          size: [Size!] @external
          postage: Int @requires(fields: "size { width }")
        }
        type Size @shareable { width: Int!, depth: Int! }
      `,
      resolvers: {
        Letter: { postage: ({ size }) => size[0].width + size[1].width },
        Parcel: {
          postage: ({ size }) => (size ? size.width * 10 : -1),
          bundle: ({ parts }) =>
            parts.map((part: { size?: { width: number } } | null) => part?.size?.width ?? 0)[0],
        },
      },
    },
  );
});

describe('an object that a field needs', () => {
  test.each([
    {
      name: 'is not lost to what a client asks of it',
      query: '{ parcel { size { depth } postage } }',
      data: { parcel: { size: null, postage: 30 } },
      failing: [['parcel', 'size', 'depth']],
    },
    {
      name: 'is not lost to what a client asks of it further down',
      query: '{ parcel { parts { size { depth } } bundle } }',
      data: { parcel: { parts: [{ size: null }, null], bundle: 3 } },
      failing: [['parcel', 'parts', 0, 'size', 'depth']],
    },
    {
      name: 'is had beside the same of the client',
      query: '{ parcel { size { width } postage } }',
      data: { parcel: { size: { width: 3 }, postage: 30 } },
    },
    {
      name: 'may be another thing in another type',
      query: '{ post { ... on Letter { postage } ... on Parcel { postage } } }',
      data: { post: [{ postage: 11 }, { postage: 30 }] },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('costs no request of its own', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ parcel { size { width } parts { id } postage bundle } }' });
    expect(callsOf(federation)).toEqual({ parcels: 1, post: 1 });
  });
});

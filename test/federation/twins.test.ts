import { describe, expect, it } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';

/** `again` leads back to the root, so that one question comes up at several places. */
const SHOP = {
  name: 'shop',
  typeDefs: `
    type Query { again: Query! @shareable shopName: String! }`,
  resolvers: { Query: { again: () => ({}), shopName: () => 'Corner' } },
};

const WEATHER = {
  name: 'weather',
  typeDefs: `
    type Query { sky: Sky! }
    type Sky { colour: String clouds: [String!] }`,
  resolvers: { Query: { sky: () => ({ colour: 'grey', clouds: ['one'] }) } },
};

describe('steps that ask the root the same', () => {
  it('are one request to the subgraph', async () => {
    const federation = await federate(SHOP, WEATHER);
    const query = '{ a: again { shopName sky { colour } } b: again { shopName sky { colour } } }';
    const part = { shopName: 'Corner', sky: { colour: 'grey' } };
    await expectAnswer(federation, { name: 'twins', query, data: { a: part, b: part } });
    expect(callsOf(federation)).toEqual({ shop: 1, weather: 1 });
    await federation.stop();
  });

  it('stay apart where they ask otherwise', async () => {
    const federation = await federate(SHOP, WEATHER);
    const query = '{ a: again { shopName sky { colour } } b: again { shopName sky { clouds } } }';
    const data = {
      a: { shopName: 'Corner', sky: { colour: 'grey' } },
      b: { shopName: 'Corner', sky: { clouds: ['one'] } },
    };
    await expectAnswer(federation, { name: 'others', query, data });
    expect(callsOf(federation)).toEqual({ shop: 1, weather: 2 });
    await federation.stop();
  });

  it('fail at each of their places', async () => {
    const federation = await federate(SHOP, {
      ...WEATHER,
      typeDefs: 'type Query { sky: Sky } type Sky { colour: String }',
      resolvers: {
        Query: {
          sky: () => {
            throw new Error('no sky');
          },
        },
      },
    });
    const query = '{ a: again { shopName sky { colour } } b: again { shopName sky { colour } } }';
    const part = { shopName: 'Corner', sky: null };
    const failing = [
      ['a', 'sky'],
      ['b', 'sky'],
    ];
    await expectAnswer(federation, { name: 'failing', query, data: { a: part, b: part }, failing });
    expect(callsOf(federation)).toEqual({ shop: 1, weather: 1 });
    await federation.stop();
  });
});

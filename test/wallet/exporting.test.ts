import { describe, expect, it } from '@jest/globals';
import { exportEverything } from '../../wallet/actions/exporting.js';
import { GraphQLClient } from '../../wallet/client/graphqlClient.js';

const WHOSE = { cooperative: 'coop_1', member: 'mem_1' };

/** A client of a server that gives these bundles one after the other, and the last one for ever. */
function clientOf(bundles: readonly { bundle: object; next: string | null }[]): GraphQLClient {
  let asked = 0;
  return new GraphQLClient({
    url: 'http://127.0.0.1/graphql',
    fetch: () => {
      const call0 = bundles[Math.min(asked, bundles.length - 1)];
      asked += 1;
      return Promise.resolve(new Response(JSON.stringify({ data: { call0 } })));
    },
  });
}

describe('an export', () => {
  it('is given up where the same page is next again and again', async () => {
    const client = clientOf([{ bundle: { contributions: [], omitted: {} }, next: 'again' }]);
    await expect(exportEverything(client, WHOSE)).rejects.toMatchObject({ code: 'EXPORT_INVALID' });
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { readGraphqlBody } from '../../../subgraphs/kit/wire/graphqlBody.js';
import { serve } from '../../../subgraphs/kit/http/http.js';
import type { ServiceTransport } from '../../../subgraphs/kit/wire/transport.js';
import { until } from '../../support/testService.js';
import { ENTRY, memoryKeys, startToyGateway, toySubgraph } from '../support/toys.js';
import type { Toy, ToyGateway } from '../support/toys.js';

const IN_FLIGHT_MAX = 4;
const WAITING = 30;
const POSITION = { 'journal-position': `governance:${ENTRY}` };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A service whose projection is behind until it is let go; who would see what they wrote waits for it. */
function lagging(toy: Toy) {
  let letGo = (): void => undefined;
  const there = new Promise<void>((done) => (letGo = done));
  const state = { waiting: 0, letGo };
  const execute: Toy['execute'] = async (request) => {
    if (toy.claimsOf(request).pos?.length) {
      const resume = request.pause?.();
      state.waiting += 1;
      await there;
      resume?.();
    }
    return toy.execute(request);
  };
  return { state, transport: { ...toy, execute } satisfies ServiceTransport };
}

/** The same, reached over HTTP as a service in a process of its own is. */
async function overHttp(transport: ServiceTransport): Promise<ServiceTransport> {
  const graphql = {
    method: 'POST',
    path: '/graphql',
    bodyBytesMax: 10_000,
    handle: async ({ headers, body, pause }: Parameters<Parameters<typeof serve>[0][0]['handle']>[0]) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(await transport.execute({ ...readGraphqlBody(body)!, headers, pause })),
    }),
  } as const;
  const server = await serve([graphql], '127.0.0.1', 0, () => undefined);
  closing.push(server.stop);
  return { ...transport, address: server.url };
}

describe.each(['in this process', 'over HTTP'])('whoever waits for a service %s', (where) => {
  async function start(): Promise<{ gateway: ToyGateway; state: ReturnType<typeof lagging>['state'] }> {
    const keys = memoryKeys();
    const toy = toySubgraph('membership', 'type Query { one: Int }', { Query: { one: () => 1 } }, keys);
    const { state, transport } = lagging(toy);
    const reached = where === 'over HTTP' ? await overHttp(transport) : transport;
    const gateway = await startToyGateway(keys, [reached], { HTTP_IN_FLIGHT_MAX: String(IN_FLIGHT_MAX) });
    closing.push(() => gateway.stop());
    return { gateway, state };
  }

  it('keeps nobody else from being answered, and is answered in the end', async () => {
    const { gateway, state } = await start();
    const headers = { authorization: `Bearer ${gateway.issuer.token()}`, ...POSITION };
    const waiting: ReturnType<ToyGateway['ask']>[] = [];
    for (let count = 1; count <= WAITING; count++) {
      waiting.push(gateway.ask('{ one }', {}, headers));
      await until(() => Promise.resolve(state.waiting === count), `${count} to wait`);
      if (count % 5 === 0) expect((await gateway.ask('{ one }')).body).toEqual({ data: { one: 1 } });
    }
    state.letGo();
    for (const { status, body } of await Promise.all(waiting)) {
      expect({ status, body }).toEqual({ status: 200, body: { data: { one: 1 } } });
    }
    // Every place has been given back, and none twice.
    const after = await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, () => gateway.ask('{ one }')));
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
  });
});

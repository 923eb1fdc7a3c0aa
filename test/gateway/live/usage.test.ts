import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LiveClient, openStream } from '../../support/liveClient.js';
import { until } from '../../support/testService.js';
import { square } from '../support/square.js';
import type { Square } from '../support/square.js';
import { openRegistryDatabase } from '../supergraph/support/registry.js';
import type { RegistryDatabase } from '../supergraph/support/registry.js';
import { DID, memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';

jest.setTimeout(30_000);

const ID = { id: 'prp_1' };

/** What operations use that come over connections which stay open counts as what any others use. */
describe('what live operations use', () => {
  let database: RegistryDatabase;
  let gateway: ToyGateway;
  let place: Square;

  beforeAll(async () => {
    const keys = memoryKeys();
    place = square(keys);
    database = await openRegistryDatabase();
    const environment = { OPERATOR_DIDS: DID, USAGE_FLUSH_MS: '100' };
    const services = [place.governance, place.membership];
    gateway = await startToyGateway(keys, services, environment, [], database.source);
  });
  afterAll(async () => {
    await gateway.stop();
    await database.drop();
  });

  const requestsOf = async (name: string, coordinate: string): Promise<number> => {
    const found = await database.usage.using([coordinate], 1, 50);
    return found.find((operation) => operation.name === name)?.requests ?? 0;
  };
  const counted = (name: string, coordinate: string, requests: number) =>
    until(async () => (await requestsOf(name, coordinate)) === requests, `${coordinate} to be counted`);
  /** Publishes membership's schema with one piece of it gone. */
  async function publishWithout(piece: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const { sdl } = place.membership;
    place.membership.sdl = async () => (await sdl()).replace(piece, '');
    const reply = await fetch(`${gateway.url}/registry/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.issuer.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subgraph: 'membership' }),
    });
    place.membership.sdl = sdl;
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  it('is what a subscription over a WebSocket asks, once, however many events come', async () => {
    const client = await LiveClient.signedIn(gateway.url);
    client.ask('1', 'subscription Socket($id: ID!) { proposalChanged(id: $id) { author } }', ID);
    await client.next();
    place.move();
    await client.next();
    await client.close();
    await counted('Socket', 'Subscription.proposalChanged', 1);
    expect(await requestsOf('Socket', 'Proposal.author')).toBe(1);
  });

  it('is what a subscription over an event stream asks', async () => {
    const stream = await openStream(
      gateway.url,
      'subscription Stream($id: ID!) { proposalChanged(id: $id) { padding } }',
      ID,
    );
    await stream.next();
    stream.close();
    await counted('Stream', 'Proposal.padding', 1);
  });

  it('is what queries and mutations over a WebSocket ask, each time', async () => {
    const client = await LiveClient.signedIn(gateway.url);
    for (const id of ['1', '2']) {
      client.ask(id, 'query Asked { proposal(id: "prp_1") { step } }');
      await client.next();
      await client.next();
    }
    client.ask('3', 'mutation Moved { move(id: "prp_1") { step } }');
    await client.next();
    await client.close();
    await counted('Asked', 'Query.proposal', 2);
    await counted('Moved', 'Mutation.move', 1);
  });

  it('is not what a refused subscription asked for', async () => {
    const client = await LiveClient.signedIn(gateway.url);
    client.ask('1', 'subscription Refused($id: ID!) { proposalChanged(id: $id) { id } }', {});
    expect((await client.next())?.type).toBe('error');
    client.ask('2', 'query After { proposal(id: "prp_1") { id } }');
    await client.next();
    await client.close();
    await counted('After', 'Proposal.id', 1);
    expect(await requestsOf('Refused', 'Proposal.id')).toBe(0);
  });

  it('is not taken away without a word, even where nothing but a subscription uses it', async () => {
    expect(await publishWithout('author: String')).toMatchObject({
      status: 409,
      body: {
        errors: [
          {
            extensions: {
              code: 'SCHEMA_BREAKS',
              changes: [{ message: 'Proposal.author was removed.', usedBy: [{ name: 'Socket' }] }],
            },
          },
        ],
      },
    });
  });
});

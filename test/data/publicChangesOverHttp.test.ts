import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { serve } from '../../subgraphs/kit/http/http.js';
import type { RunningServer } from '../../subgraphs/kit/http/http.js';
import { routesOf } from '../../subgraphs/kit/wire/procedures.js';
import { connectRemote } from '../../subgraphs/kit/wire/remote.js';
import type { RemoteService } from '../../subgraphs/kit/wire/remote.js';
import { ServiceMetrics } from '../../subgraphs/kit/service/serviceMetrics.js';
import { World } from './support/world.js';

/** What a gateway in another process may hear of this service's journal, and what it may not. */
describe('the data service’s public changes, over HTTP', () => {
  let world: World;
  let server: RunningServer;
  let metrics: ServiceMetrics;
  const remotes: RemoteService[] = [];

  beforeAll(async () => {
    world = await World.open();
    const { service, keys } = world.service;
    metrics = new ServiceMetrics(service);
    const routes = routesOf({ service, keys, logger: pino({ level: 'silent' }), metrics });
    server = await serve(routes, '127.0.0.1', 0, () => undefined);
  });
  afterAll(async () => {
    await Promise.all(remotes.map((remote) => remote.close()));
    world.service.service.endWaits();
    await server.stop();
    metrics.stop();
    await world.stop();
  });

  function remoteFor(caller: string): RemoteService {
    const remote = connectRemote('data', server.url, caller, world.service.keys);
    remotes.push(remote);
    return remote;
  }

  it('tell the gateway by name what has changed, and nothing of the entry', async () => {
    const { publicChanges } = remoteFor('gateway');
    const { position } = await publicChanges.read(null, 0);
    const steward = await world.admit(await world.found(), 'STEWARD');
    const id = await world.publish(steward, { title: 'A secret title' });
    const page = await publicChanges.read(position, 5_000);
    const [entry] = await world.service.journalled('DatasetPublished');
    expect(page).toEqual({
      position: position + 1n,
      entries: [entry!.entryId],
      tags: [
        'Query.datasets',
        'Cooperative',
        `Cooperative:${steward.cooperative}`,
        'Dataset',
        `Dataset:${id}`,
      ],
      all: false,
    });
  });

  it('end a wait when the caller gives up', async () => {
    const { publicChanges } = remoteFor('gateway');
    const { position } = await publicChanges.read(null, 0);
    const reading = publicChanges.read(position, 10_000, AbortSignal.timeout(50));
    await expect(reading).rejects.toThrow();
  });

  it.each(['membership', 'payouts', 'stranger'])('are refused to %s', async (caller) => {
    await expect(remoteFor(caller).publicChanges.read(null, 0)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('are all that the gateway may read: the feed with its private parts is refused', async () => {
    await expect(remoteFor('gateway').feed.read(0n, 10, 0)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it.each([
    { name: 'a place before the first', after: -1n, waitMs: 0 },
    { name: 'a wait without end', after: 0n, waitMs: 1_000_000 },
  ])('are refused for $name', async ({ after, waitMs }) => {
    const { publicChanges } = remoteFor('gateway');
    await expect(publicChanges.read(after, waitMs)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

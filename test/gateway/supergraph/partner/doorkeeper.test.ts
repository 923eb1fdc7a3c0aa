import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import { Doorkeeper } from '../../../../docs/partner/doorkeeper.mjs';
import { PartnerCredentials } from '../../../../gateway/supergraph/partner/credentials.js';
import { DID, memoryKeys } from '../../support/toys.js';

const URL_OF_PARTNER = 'https://acme.example/graphql';
const BODY = '{"query":"{ __typename }"}';

interface Asked {
  method: string;
  headers: Record<string, string>;
  body: string;
}

describe('the starter’s doorkeeper', () => {
  let server: Server;
  let gatewayUrl: string;
  let credentials: PartnerCredentials;
  let fetches: number;
  let doorkeeper: Doorkeeper;

  beforeAll(async () => {
    server = createServer((_, response) => {
      fetches += 1;
      const route = credentials.directoryRoute();
      void route.handle({} as never).then(({ headers, body }) => response.writeHead(200, headers).end(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    credentials = new PartnerCredentials(memoryKeys(), gatewayUrl);
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    fetches = 0;
    doorkeeper = new Doorkeeper({ gatewayUrl, url: URL_OF_PARTNER });
  });

  async function asked(viewer?: string, by = credentials, url = URL_OF_PARTNER): Promise<Asked> {
    const to = { name: 'acme', url, tellsPseudonym: true };
    return { method: 'POST', headers: await by.headersOf({ to, viewer, body: BODY }), body: BODY };
  }
  const admit = (request: Asked) => doorkeeper.admit(request, request.body);

  test('lets the gateway in, and fetches its keys once', async () => {
    expect(await admit(await asked())).toEqual({ viewer: undefined });
    expect((await admit(await asked(DID))).viewer).toMatch(/^[\w-]{43}$/);
    expect(fetches).toBe(1);
  });

  test.each([
    ['another body', (request: Asked) => ({ ...request, body: '{}' })],
    [
      'no signature',
      ({ headers: { signature: _, ...headers }, ...request }: Asked) => ({ ...request, headers }),
    ],
    [
      'no digest',
      ({ headers: { 'content-digest': _, ...headers }, ...request }: Asked) => ({ ...request, headers }),
    ],
    ['another method', (request: Asked) => ({ ...request, method: 'PUT' })],
    [
      'another passport',
      (request: Asked) => ({ ...request, headers: { ...request.headers, passport: 'a.b.c' } }),
    ],
  ])('turns away a request with %s', async (_, change) => {
    await expect(admit(change(await asked()))).rejects.toThrow();
  });

  test('turns away what was sent before', async () => {
    const request = await asked();
    await admit(request);
    await expect(admit(request)).rejects.toThrow('sent before');
  });

  test('turns away what was meant for another partner', async () => {
    await expect(
      admit(await asked(undefined, credentials, 'https://other.example/graphql')),
    ).rejects.toThrow();
  });

  test('turns away whoever is not the gateway', async () => {
    const stranger = new PartnerCredentials(memoryKeys(), gatewayUrl);
    await expect(admit(await asked(undefined, stranger))).rejects.toThrow();
  });
});

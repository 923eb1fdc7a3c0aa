import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keysFromRoutes, keysFromUrl, KEYS_PATH } from '../../../gateway/identity/tokenKeys.js';
import type { Route } from '../../../subgraphs/kit/http/http.js';

const server = createServer((request, response) => {
  if (request.url === '/good') return void response.end('{"keys":[]}');
  if (request.url === '/moved') return void response.writeHead(302, { location: '/good' }).end();
  if (request.url === '/large') return void response.end(`{"keys":["${'x'.repeat(70_000)}"]}`);
  if (request.url === '/endless') {
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(timer));
    return;
  }
  // Anything else hangs.
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('token keys over HTTP', () => {
  test('are what the issuer answers', async () => {
    expect(await keysFromUrl(`${url}/good`, 10_000)()).toEqual({ keys: [] });
  });

  test.each([
    ['behind a redirect', '/moved', /answered with 302/, 10_000],
    ['of too many bytes', '/large', /answered with|too many/, 10_000],
    ['without end', '/endless', /too many/, 10_000],
    ['that do not come', '/hangs', /./, 200],
  ])('%s are none', async (_, path, message, waitMs) => {
    await expect(keysFromUrl(url + path, waitMs)()).rejects.toThrow(message);
  });
});

describe('token keys in the same process', () => {
  const route = (status: number): Route => ({
    method: 'GET',
    path: KEYS_PATH,
    bodyBytesMax: 0,
    handle: () => Promise.resolve({ status, body: '{"keys":[]}' }),
  });

  test("are what membership's own route answers", async () => {
    expect(await keysFromRoutes([route(200)])?.()).toEqual({ keys: [] });
  });

  test('are none where no route gives them', () => {
    expect(keysFromRoutes([])).toBeUndefined();
  });

  test('are an error where the route fails', async () => {
    await expect(keysFromRoutes([route(500)])?.()).rejects.toThrow('500');
  });
});

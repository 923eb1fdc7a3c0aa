import { request } from 'undici';
import type { Route } from '../../subgraphs/kit/http/http.js';
import type { FetchKeys } from './keySet.js';

export const KEYS_PATH = '/.well-known/jwks.json';

/** An honest set of twenty keys takes 5 KiB. */
const BYTES_MAX = 64 * 1024;

/** Token keys from the issuer in the same process, by its own route; undefined if none of these is that route. */
export function keysFromRoutes(routes: readonly Route[]): FetchKeys | undefined {
  const route = routes.find(({ method, path }) => method === 'GET' && path === KEYS_PATH);
  if (!route) return undefined;
  return async () => {
    const asked = {
      method: 'GET',
      path: KEYS_PATH,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    const { status, body } = await route.handle(asked);
    if (status !== 200) throw new Error(`the token keys are answered with ${status}`);
    return JSON.parse(String(body)) as unknown;
  };
}

/** Token keys over HTTP. A redirect is an error, for it would let another answer for the issuer. */
export function keysFromUrl(url: string, timeoutMs: number): FetchKeys {
  return async () => {
    const { statusCode, headers, body } = await request(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (statusCode !== 200 || Number(headers['content-length'] ?? 0) > BYTES_MAX) {
      await body.dump();
      throw new Error(`the token keys are answered with ${statusCode}`);
    }
    let text = '';
    for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) {
      text += chunk;
      if (text.length > BYTES_MAX) throw new Error('the token keys are too many');
    }
    return JSON.parse(text) as unknown;
  };
}

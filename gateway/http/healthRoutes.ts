import type { HttpAnswer, Route } from '../../subgraphs/kit/http/http.js';

export interface Readiness {
  /** Whether this process takes new requests. */
  open: boolean;
  subgraphs: Record<string, 'up' | 'down'>;
}

/**
 * `/health`: the process lives. `/ready`: it takes requests, and which services would answer; one that would not is no
 * reason to send people away, for the rest of their answers stands, but where none would there is no rest.
 */
export function healthRoutes(readiness: () => Promise<Readiness>): Route[] {
  const health: Route = {
    method: 'GET',
    path: '/health',
    bodyBytesMax: 0,
    handle: () => Promise.resolve(json(200, { status: 'ok' })),
  };
  const ready: Route = {
    method: 'GET',
    path: '/ready',
    bodyBytesMax: 0,
    async handle() {
      const { open, subgraphs } = await readiness();
      const states = Object.values(subgraphs);
      const ready = open && (states.length === 0 || states.includes('up'));
      return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', subgraphs });
    },
  };
  return [health, ready];
}

function json(status: number, body: object): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

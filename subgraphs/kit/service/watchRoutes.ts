import { BlockList, isIP } from 'node:net';
import { COMMON } from '../errors/table.js';
import { formatError } from '../errors/format.js';
import { holdsToken } from '../http/bearer.js';
import type { HttpRequest, Route } from '../http/http.js';
import type { RunningService } from './service.js';
import type { ServiceMetrics } from './serviceMetrics.js';
import { readinessOf } from './vitals.js';

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
/** What a proxy adds: behind one on this machine anybody may stand. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'via'];
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

export interface WatchRoutesOptions {
  service: RunningService;
  metrics: ServiceMetrics;
  /** Opens the metrics to others than programs on this machine. */
  token: string | undefined;
}

/** What whoever runs a service asks it: whether it lives, whether it would answer, and its numbers. */
export function watchRoutes({ service, metrics, token }: WatchRoutesOptions): Route[] {
  const get = (path: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path,
    bodyBytesMax: 0,
    handle,
  });
  return [
    get('/health', () => Promise.resolve({ status: 200 })),
    get('/ready', async () => ({
      status: service.isReady() ? 200 : 503,
      headers: JSON_HEADERS,
      body: JSON.stringify(readinessOf(service.vitals())),
    })),
    get('/metrics', async (request) => {
      if (isLocal(request) || holdsToken(request.headers.authorization, token)) {
        return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.text() };
      }
      const refusal = COMMON.FORBIDDEN.raise('Metrics are for this machine, or for who has the token.');
      const requestId = request.headers['request-id'] ?? 'none';
      const error = formatError(refusal, { requestId, log: () => undefined });
      return { status: 403, headers: JSON_HEADERS, body: JSON.stringify({ errors: [error] }) };
    }),
  ];
}

function isLocal({ address, headers }: HttpRequest): boolean {
  if (address === undefined || FORWARDED.some((name) => headers[name] !== undefined)) return false;
  return LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

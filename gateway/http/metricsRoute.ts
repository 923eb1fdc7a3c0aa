import { holdsToken } from '../../subgraphs/kit/http/bearer.js';
import type { Route } from '../../subgraphs/kit/http/http.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { Callers } from '../guard/rate/callers.js';
import type { Metrics } from '../observability/metrics.js';
import { refusal } from '../observability/refusal.js';

/** `/metrics` for programs on this machine, and for whoever has the token. */
export function metricsRoute(
  metrics: Metrics,
  callers: Pick<Callers, 'isLocal'>,
  token: string | undefined,
): Route {
  return {
    method: 'GET',
    path: '/metrics',
    bodyBytesMax: 0,
    async handle(request) {
      if (
        !callers.isLocal(request.address, request.headers) &&
        !holdsToken(request.headers.authorization, token)
      ) {
        throw refusal(COMMON.FORBIDDEN.raise('Metrics are for this machine, or for who has the token.'), 403);
      }
      return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.text() };
    },
  };
}

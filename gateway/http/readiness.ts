import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { SubgraphTransport } from '../../subgraphs/kit/wire/transport.js';
import type { PassportOffice } from '../identity/passports.js';
import type { Readiness } from './healthRoutes.js';

const PROBE_TIMEOUT_MS = 2_000;
/** Anybody may ask; the services are probed no more often than this. */
const PROBE_LIFE_MS = 1_000;

/** Asks each service the smallest question there is. */
export function probeSubgraphs(
  transports: readonly SubgraphTransport[],
  passports: PassportOffice,
): () => Promise<Readiness['subgraphs']> {
  let last: { at: number; answer: Promise<Readiness['subgraphs']> } | undefined;

  async function probe(transport: SubgraphTransport): Promise<[string, 'up' | 'down']> {
    const requestId = randomUUID();
    const passport = passports.issue(transport.name, { requestId, viewer: null, positions: {} });
    const headers = { passport, 'request-id': requestId };
    const answered = transport.execute({ query: '{__typename}', headers }).then(
      ({ data }) => Boolean(data),
      () => false,
    );
    const up = await Promise.race([answered, sleep(PROBE_TIMEOUT_MS, false, { ref: false })]);
    return [transport.name, up ? 'up' : 'down'];
  }

  async function probeAll(): Promise<Readiness['subgraphs']> {
    return Object.fromEntries(await Promise.all(transports.map(probe)));
  }

  return () => {
    if (!last || performance.now() - last.at > PROBE_LIFE_MS) {
      last = { at: performance.now(), answer: probeAll() };
    }
    return last.answer;
  };
}

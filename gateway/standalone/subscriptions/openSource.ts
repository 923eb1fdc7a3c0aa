import type { GatewaySettings } from '../../config.js';
import type { JoinedGraph } from '../../supergraph/joinedGraphs.js';
import { sourceOf } from './sourceOf.js';
import type { ForeignSource } from './sourceOf.js';

/** The way to a subgraph's subscriptions, within the limits that the settings of the same names give. */
export function openSource(address: string, settings: GatewaySettings): ForeignSource {
  return sourceOf(address, {
    connectTimeoutMs: settings.SUBGRAPH_CONNECT_TIMEOUT_MS,
    openTimeoutMs: settings.SUBGRAPH_TIMEOUT_MS,
    pingMs: settings.LIVE_PING_MS,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
    errorsMax: settings.SUBGRAPH_ERRORS_MAX,
  });
}

/**
 * @param given - the setting SUBSCRIPTION_URLS.
 * @returns addresses by the name of their subgraph.
 * @throws Error naming each that is none, or of no subgraph.
 */
export function subscriptionAddresses(
  given: readonly string[],
  graphs: readonly JoinedGraph[],
): ReadonlyMap<string, string> {
  const pairs = given.map((text): [name: string, url: string] => {
    const [name = '', ...url] = text.split('=');
    return [name.trim(), url.join('=').trim()];
  });
  const wrong = pairs.filter(
    ([name, url]) => !isAddress(url) || graphs.every((graph) => graph.name !== name),
  );
  if (wrong.length === 0) return new Map(pairs);
  const names = wrong.map(([name]) => name || 'one without a name').join(', ');
  throw new Error(`SUBSCRIPTION_URLS: not the name of a subgraph with an address of its own: ${names}`);
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^(?:https?|wss?):$/.test(new URL(url).protocol);
}

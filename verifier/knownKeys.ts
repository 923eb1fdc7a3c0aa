import { textOf } from './bytes.js';
import { Fault } from './fault.js';
import { isObject } from './leaf.js';
import { fetchBytes } from './source.js';
import type { FetchLimits } from './source.js';

const LIST_BYTES_MAX = 1_048_576;
const LOG = /^(https?:\/\/[^?#]+)\/log\/([a-z]+)\/(coop_[0-9a-z]{1,40})\/*$/;

/**
 * The key that a log's own server names for it. Whoever serves a log can serve a key that fits: a reader who has not had it
 * from elsewhere knows only that log and key belong together, until they keep it.
 *
 * @param url - `…/log/<service>/<co-op>`.
 * @throws Fault LOG_ADDRESS_MALFORMED, KEY_UNKNOWN; as `fetchBytes`
 */
export async function keyListedFor(url: string, limits: FetchLimits): Promise<string> {
  const [, base, service, cooperative = ''] = LOG.exec(url) ?? [];
  if (!base) throw new Fault('LOG_ADDRESS_MALFORMED', 'The address is none of …/log/<service>/<co-op>.');
  const list = `${base}/.well-known/transparency-logs.json?cooperative=${cooperative}`;
  const { logs } = objectIn(await fetchBytes(list, LIST_BYTES_MAX, limits));
  const found = (Array.isArray(logs) ? logs : []).filter(
    (log): log is { verifierKey: string } =>
      isObject(log) &&
      log.service === service &&
      log.cooperative === cooperative &&
      typeof log.verifierKey === 'string',
  );
  if (found.length === 1) return found[0]!.verifierKey;
  throw new Fault('KEY_UNKNOWN', `${list} names no key of this log.`);
}

function objectIn(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(textOf(bytes) ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

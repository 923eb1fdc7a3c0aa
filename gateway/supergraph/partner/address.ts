import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';

export interface AddressRules {
  /** Plain http, and addresses of this machine itself: for development only. */
  allowsLoopback: boolean;
}

/** How names are resolved; as `dns.lookup`. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What of IPv6 is routed on the public internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** The partner's name leads to an address that we do not connect to. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ERR_ADDRESS_REFUSED';

  constructor(hostname: string) {
    super(`${hostname} leads to an address that is not on the public internet`);
  }
}

/**
 * Judges the URL under which a partner says it can be asked; its address is judged when it is connected to.
 *
 * @throws BAD_USER_INPUT
 */
export function requirePartnerUrl(text: string, rules: AddressRules): URL {
  const refuse = (why: string): Error => COMMON.BAD_USER_INPUT.raise(`The URL of a partner ${why}.`);
  if (!URL.canParse(text)) throw refuse('is no URL');
  const url = new URL(text);
  const isPlain = url.protocol === 'http:' && rules.allowsLoopback;
  if (url.protocol !== 'https:' && !isPlain) throw refuse('begins with https://');
  if (url.username || url.password) throw refuse('holds no user name and no password');
  if (url.hash) throw refuse('has no fragment');
  const host = hostOf(url.hostname);
  if (isIP(host) && !isAllowedAddress(host, rules)) throw refuse('names an address on the public internet');
  return url;
}

/**
 * Whether we connect to an address: one on the public internet, and no other. Whatever IPv6 wraps around an IPv4
 * address is judged by both.
 */
export function isAllowedAddress(text: string, { allowsLoopback }: AddressRules): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  const range = address.range();
  if (range === 'loopback') return allowsLoopback;
  return range === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST));
}

/**
 * Connects only to allowed addresses. What a name leads to is judged when the connection is made, and that very
 * address is connected to, so that a name that changes in between leads nowhere else.
 */
export function guardedConnector(
  rules: AddressRules,
  { lookup = systemLookup, timeoutMs }: { lookup?: Lookup; timeoutMs: number },
): buildConnector.connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: (hostname: string, options: LookupOptions, done: LookupDone) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, [], 0);
        const refused =
          addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address, rules));
        // One that is allowed beside one that is not is a trick, not a mistake.
        if (refused) return done(new AddressRefused(hostname), [], 0);
        if (options.all) return done(null, addresses, 0);
        done(null, addresses[0]!.address, addresses[0]!.family);
      });
    },
  });
  return (options, callback) => {
    const host = hostOf(options.hostname);
    // An address in the URL is never looked up.
    if (isIP(host) && !isAllowedAddress(host, rules)) return callback(new AddressRefused(host), null);
    return connect(options, callback);
  };
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family: number) => void;

/** URLs write IPv6 addresses in brackets. */
function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

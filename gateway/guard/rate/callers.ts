import ipaddr from 'ipaddr.js';
import type { IPv4, IPv6 } from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** A network of one party: whoever has one IPv6 address has all of these. */
const IPV6_PREFIX_BITS = 64;
/** Proxies that a request may have come through; whoever names more has made them up. */
const HOPS_MAX = 20;
const UNKNOWN = 'unknown';
/** A connection asks many times from the same address. */
const KNOWN_MAX = 1_000;

/** What proxies add. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

type Range = [IPv4 | IPv6, number];

/** Whose address a request comes from, behind proxies that are believed. */
export class Callers {
  private readonly trusted: readonly Range[];
  private readonly known = new LRUCache<string, string>({ max: KNOWN_MAX });
  private readonly loopback = new LRUCache<string, boolean>({ max: KNOWN_MAX });

  /**
   * @param proxies - addresses or ranges (`10.0.0.0/8`) whose `x-forwarded-for` is believed.
   * @throws Error naming one that is neither.
   */
  constructor(proxies: readonly string[]) {
    this.trusted = proxies.map(rangeOf);
  }

  /**
   * @param socketAddress - of the other end of the connection.
   * @param forwardedFor - the header's value; believed from right to left as long as trusted proxies wrote it.
   * @returns the address, or its network where one party has many.
   */
  addressOf(socketAddress: string | undefined, forwardedFor: string | undefined): string {
    if (socketAddress === undefined) return UNKNOWN;
    if (this.trusted.length > 0 && forwardedFor !== undefined) return this.find(socketAddress, forwardedFor);
    const known = this.known.get(socketAddress);
    if (known !== undefined) return known;
    const found = this.find(socketAddress, '');
    this.known.set(socketAddress, found);
    return found;
  }

  /**
   * Whose a connection is before anything is heard over it.
   *
   * @returns undefined for a proxy that is believed, and speaks for many.
   */
  connectionOf(socketAddress: string | undefined): string | undefined {
    const address = this.trusted.length > 0 ? parsed(socketAddress) : undefined;
    return address && this.isTrusted(address) ? undefined : this.addressOf(socketAddress, undefined);
  }

  /** Whether a request comes from a program on this machine, and not from elsewhere through a proxy on it. */
  isLocal(socketAddress: string | undefined, headers: Readonly<Record<string, string>>): boolean {
    if (socketAddress === undefined || FORWARDED.some((name) => headers[name] !== undefined)) return false;
    const known = this.loopback.get(socketAddress);
    if (known !== undefined) return known;
    const isLoopback = parsed(socketAddress)?.range() === 'loopback';
    this.loopback.set(socketAddress, isLoopback);
    return isLoopback;
  }

  private find(socketAddress: string, forwardedFor: string): string {
    let address = parsed(socketAddress);
    if (!address) return UNKNOWN;
    const hops = forwardedFor.split(',').slice(-HOPS_MAX);
    while (hops.length > 0 && this.isTrusted(address)) {
      const hop = parsed(hops.pop()!.trim());
      // What is no address was not written by a proxy that knows what it does.
      if (!hop) break;
      address = hop;
    }
    return networkOf(address);
  }

  private isTrusted(address: IPv4 | IPv6): boolean {
    return this.trusted.some(
      ([range, bits]) => range.kind() === address.kind() && address.match(range, bits),
    );
  }
}

/** Of a request's headers those by which proxies say for whom they speak. */
export function forwardedIn(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    FORWARDED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

/** A wider range is no network of somebody's, but a part of everybody. */
const RANGE_BITS_MIN = { ipv4: 8, ipv6: 16 };

/** Whether a text names an address, or a range such as `10.0.0.0/8`, which is as wide as one may be. */
export function isAddressRange(text: string): boolean {
  if (!text.includes('/')) return ipaddr.isValid(text);
  if (!ipaddr.isValidCIDR(text)) return false;
  const [address, bits] = ipaddr.parseCIDR(text);
  return bits >= RANGE_BITS_MIN[address.kind()];
}

function rangeOf(text: string): Range {
  if (!isAddressRange(text)) {
    throw new Error(`TRUSTED_PROXIES names what is neither an address nor a range: ${text}`);
  }
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function parsed(text: string | undefined): IPv4 | IPv6 | undefined {
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

function networkOf(address: IPv4 | IPv6): string {
  if (address.kind() === 'ipv4') return address.toString();
  const bytes = address.toByteArray().map((byte, index) => (index < IPV6_PREFIX_BITS / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${IPV6_PREFIX_BITS}`;
}

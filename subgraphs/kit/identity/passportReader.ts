import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { COMMON } from '../errors/table.js';
import type { SubgraphRequest } from '../wire/transport.js';
import { LocalPassport } from './localPassport.js';
import { verifyPassport } from './passport.js';
import type { PassportClaims } from './passport.js';

/** Passports known to be good; the queries of one request to one service share theirs. */
const KNOWN_MAX = 1_000;
/** Far within the tolerance of a passport's end. */
const KNOWN_MS = 1_000;

/** Reads the passports that are shown to one service. */
export class PassportReader {
  private readonly known = new LRUCache<string, PassportClaims>({ max: KNOWN_MAX, ttl: KNOWN_MS });

  /** @param key - the gateway's; undefined until it has made one. */
  constructor(
    private readonly service: string,
    private readonly key: () => KeyObject | undefined,
  ) {}

  /** @throws PASSPORT_INVALID */
  claimsOf({ headers, localPassport }: Pick<SubgraphRequest, 'headers' | 'localPassport'>): PassportClaims {
    return LocalPassport.read(localPassport, this.service) ?? this.signed(headers.passport);
  }

  /** @throws PASSPORT_INVALID */
  signed(passport: string | undefined): PassportClaims {
    const known = passport === undefined ? undefined : this.known.get(passport);
    if (known) return known;
    const key = this.key();
    if (!key) throw COMMON.PASSPORT_INVALID.raise('No gateway is known here yet.');
    const claims = verifyPassport(passport, key, this.service);
    if (passport !== undefined) this.known.set(passport, claims);
    return claims;
  }
}

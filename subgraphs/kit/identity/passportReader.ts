import type { KeyObject } from 'node:crypto';
import { COMMON } from '../errors/table.js';
import type { SubgraphRequest } from '../wire/transport.js';
import { LocalPassport } from './localPassport.js';
import { bodyHash, verifyPassport } from './passport.js';
import type { PassportBody, PassportClaims } from './passport.js';

/** Reads the passports that are shown to one service. */
export class PassportReader {
  /** @param key - the gateway's; undefined until it has made one. */
  constructor(
    private readonly service: string,
    private readonly key: () => KeyObject | undefined,
  ) {}

  /** @throws PASSPORT_INVALID */
  claimsOf(request: SubgraphRequest): PassportClaims {
    const local = LocalPassport.read(request.localPassport, this.service);
    return local ?? this.signed(request.headers.passport, request);
  }

  /** @throws PASSPORT_INVALID unless it was made for exactly this body. */
  signed(passport: string | undefined, body: PassportBody): PassportClaims {
    const key = this.key();
    if (!key) throw COMMON.PASSPORT_INVALID.raise('No gateway is known here yet.');
    const claims = verifyPassport(passport, key, this.service);
    if (claims.bh === bodyHash(body)) return claims;
    throw COMMON.PASSPORT_INVALID.raise('The passport was made for another request.');
  }
}

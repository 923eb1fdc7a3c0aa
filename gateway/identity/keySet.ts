import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ERRORS } from '../errors.js';

const KEYS_MAX = 20;

const jwkSchema = z.looseObject({
  kid: z.string().min(1).max(200),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().max(64),
  y: z.string().max(64),
});

/** Keys of other kinds may stand in a set; they are no keys of access tokens. */
const jwksSchema = z.object({ keys: z.array(z.unknown()).max(KEYS_MAX) });

/** Reads the JSON Web Key Set (RFC 7517) of the token issuer: by a call, or over HTTP. */
export type FetchKeys = () => Promise<unknown>;

export interface KeySetOptions {
  /** How long fetched keys count as fresh. */
  lifeMs: number;
  /** Least time between two fetches. */
  refetchMinMs: number;
  /** Reports a fetch that failed. */
  warn: (error: unknown) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/**
 * The public keys that prove access tokens, fetched when needed and kept. An unknown key id fetches again, because
 * the issuer may have a new key, but never more often than the bound allows. While the issuer cannot be reached,
 * the keys that we have go on to count.
 */
export class KeySet {
  private keys = new Map<string, KeyObject>();
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private underWay: Promise<void> | undefined;
  private readonly now: () => number;

  constructor(
    private readonly fetchKeys: FetchKeys,
    private readonly options: KeySetOptions,
  ) {
    this.now = options.now ?? (() => performance.now());
  }

  /**
   * @returns the key, or undefined if the issuer has none of that id.
   * @throws IDENTITY_UNAVAILABLE while no keys could be fetched at all.
   */
  async find(kid: string): Promise<KeyObject | undefined> {
    const fresh = this.now() - this.fetchedAt < this.options.lifeMs;
    if (!fresh || !this.keys.has(kid)) await this.refresh();
    if (this.fetchedAt === -Infinity) throw unavailable();
    return this.keys.get(kid);
  }

  /** The set, for those who check tokens too. @throws IDENTITY_UNAVAILABLE */
  async published(): Promise<{ keys: JsonWebKey[] }> {
    if (this.now() - this.fetchedAt >= this.options.lifeMs) await this.refresh();
    if (this.fetchedAt === -Infinity) throw unavailable();
    const keys = [...this.keys].map(([kid, key]) => ({
      ...key.export({ format: 'jwk' }),
      kid,
      use: 'sig',
      alg: 'ES256',
    }));
    return { keys };
  }

  private refresh(): Promise<void> {
    if (this.underWay) return this.underWay;
    if (this.now() - this.triedAt < this.options.refetchMinMs) return Promise.resolve();
    this.triedAt = this.now();
    this.underWay = this.fetch().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  private async fetch(): Promise<void> {
    try {
      this.keys = readKeys(await this.fetchKeys());
      this.fetchedAt = this.now();
    } catch (error) {
      this.options.warn(error);
    }
  }
}

function unavailable() {
  return ERRORS.IDENTITY_UNAVAILABLE.raise('Access tokens cannot be checked at the moment.');
}

function readKeys(answer: unknown): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const candidate of jwksSchema.parse(answer).keys) {
    const jwk = jwkSchema.safeParse(candidate);
    if (jwk.success) keys.set(jwk.data.kid, createPublicKey({ key: jwk.data as JsonWebKey, format: 'jwk' }));
  }
  return keys;
}

import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Algorithm, KeyPort } from './keys.js';

/** Who holds keys of their own: one process, or several copies of it. */
export const KEY_OWNERS = ['membership', 'governance', 'data', 'payouts', 'gateway'] as const;
export type KeyOwner = (typeof KEY_OWNERS)[number];

/** By owner, those of its keys that others must know: they pin these, and believe no others. */
export const PUBLISHED: Readonly<Record<KeyOwner, Readonly<Record<string, Algorithm>>>> = {
  membership: { service: 'es256' },
  governance: { service: 'es256', log: 'ed25519' },
  data: { service: 'es256' },
  payouts: { service: 'es256' },
  gateway: { service: 'es256', passport: 'es256' },
};

/** The largest honest file takes 400 bytes. */
const FILE_BYTES_MAX = 16 * 1024;
const COORDINATE = z.string().regex(/^[\w-]{43}$/);

const FORMS = {
  ed25519: z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: COORDINATE }),
  es256: z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: COORDINATE, y: COORDINATE }),
};

/** What an owner gives to the others: its public keys as JWKs (RFC 7517), by name. */
export interface PublishedKeys {
  owner: KeyOwner;
  keys: Record<string, object>;
}

/** Makes those keys at first use. */
export function publish(keys: KeyPort, owner: KeyOwner): PublishedKeys {
  const published = Object.entries(PUBLISHED[owner]).map(([name, algorithm]) => [
    name,
    keys.signing(`${owner}/${name}`, algorithm).publicKey.export({ format: 'jwk' }),
  ]);
  return { owner, keys: Object.fromEntries(published) as Record<string, object> };
}

export function pinFile(dir: string, owner: KeyOwner): string {
  return join(dir, `${owner}.json`);
}

/**
 * Reads what an owner has published: exactly the keys that others need of it, and nothing private.
 *
 * @returns the keys by their whole name, such as `governance/log`.
 * @throws Error that says in words what is wrong with the file.
 */
export function readPublished(dir: string, owner: KeyOwner): Map<string, KeyObject> {
  const found = parse(pinFile(dir, owner));
  if (found.owner !== owner) throw new Error(`it is not of ${owner}`);
  const { keys } = found;
  if (typeof keys !== 'object' || keys === null) throw new Error('it holds no keys');
  const wanted = PUBLISHED[owner];
  const strangers = Object.keys(keys).filter((name) => !Object.hasOwn(wanted, name));
  if (strangers.length > 0) throw new Error('it holds keys that nobody pins');
  return new Map(
    Object.entries(wanted).map(([name, algorithm]) => {
      if (!Object.hasOwn(keys, name)) throw new Error(`it lacks the key ${owner}/${name}`);
      const jwk = (keys as Record<string, unknown>)[name];
      return [`${owner}/${name}`, toKey(jwk, algorithm, `${owner}/${name}`)];
    }),
  );
}

function parse(path: string): Record<string, unknown> {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw new Error('too large');
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('it is not there', { cause: error });
  }
  throw new Error('it cannot be read as JSON');
}

function toKey(jwk: unknown, algorithm: Algorithm, name: string): KeyObject {
  if (typeof jwk === 'object' && jwk !== null && 'd' in jwk) {
    throw new Error(`${name} is a private key; whoever has seen this file has it, so make another`);
  }
  const read = FORMS[algorithm].safeParse(jwk);
  try {
    if (read.success) return createPublicKey({ key: read.data, format: 'jwk' });
  } catch {
    // A point that is on no curve; refused below.
  }
  throw new Error(`${name} is no public key of its kind (${algorithm})`);
}

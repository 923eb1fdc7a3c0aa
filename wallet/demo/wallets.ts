import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { personhoodIssuer, type PersonhoodIssuer } from '../credentials/personhood.js';
import { fromHex, toHex, type Bytes } from '../encoding/bytes.js';
import { systemRandom } from '../encoding/random.js';
import { derive, memberKeys, type MemberKeys } from '../keys/memberKeys.js';
import type { SigningKey } from '../keys/signingKey.js';
import { nativeKeyFromSeed } from './nativeKey.js';
import { OPERATOR } from './world/organizations.js';

/** Every key of the demo, derived from one secret seed. It rests in a file of this client and nowhere else. */
export interface Wallets {
  member(handle: string): MemberKeys;
  organization(handle: string): SigningKey;
  readonly operator: SigningKey;
  /** Attests that the demo's people are people. */
  readonly issuer: PersonhoodIssuer;
}

export function walletsFrom(seed: Bytes): Wallets {
  const organization = (handle: string) => nativeKeyFromSeed(derive(seed, `organization:${handle}`));
  const members = new Map<string, MemberKeys>();
  return {
    member(handle) {
      const keys = members.get(handle) ?? memberKeys(derive(seed, `person:${handle}`), nativeKeyFromSeed);
      members.set(handle, keys);
      return keys;
    },
    organization,
    operator: organization(OPERATOR),
    issuer: personhoodIssuer(derive(seed, 'issuer'), nativeKeyFromSeed),
  };
}

/** The folder of the demo client, below the installation's data. */
export function demoFolder(dataDir: string): string {
  return join(dataDir, 'demo');
}

/** The wallets of an installation; undefined where no demo was ever started. */
export function existingWallets(dataDir: string): Wallets | undefined {
  const path = pathOf(dataDir);
  const kept = readKept(path);
  return kept === undefined ? undefined : walletsFrom(requireSeed(kept, path));
}

/**
 * The wallets of an installation, made at the first call.
 *
 * @param givenSeed - 32 bytes in hex, for a world whose every key is known beforehand; otherwise drawn.
 */
export function keptWallets(dataDir: string, givenSeed?: string): Wallets {
  const existing = existingWallets(dataDir);
  if (existing) return existing;
  const path = pathOf(dataDir);
  const seed = givenSeed === undefined ? systemRandom(32) : requireSeed(givenSeed, 'DEMO_SEED');
  // Only the client's own folder is closed: the database's user has to reach what lies beside it.
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(demoFolder(dataDir), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify({ seed: toHex(seed) })}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  return walletsFrom(seed);
}

function pathOf(dataDir: string): string {
  return join(demoFolder(dataDir), 'wallets.json');
}

function readKept(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return String((JSON.parse(text) as { seed?: unknown }).seed);
  } catch {
    // The parser's own message would quote what may be most of a seed.
    throw new Error(`${path} is no JSON.`);
  }
}

function requireSeed(hex: string, from: string): Bytes {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error(`${from} holds no seed of 32 bytes in hex.`);
  return fromHex(hex);
}

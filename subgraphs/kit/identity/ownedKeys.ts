import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { Settings } from '../settings.js';
import { FileKeys } from './keys.js';
import type { Algorithm, KeyPort, SigningKey } from './keys.js';
import { KEY_OWNERS, pinFile, publish, readPublished } from './publishedKeys.js';
import type { KeyOwner } from './publishedKeys.js';

/** Kept by every process for itself: the password of its own database's roles. */
const SHARED_SECRET = 'database/';

/**
 * Keys by owner: a process holds the private keys of one owner, and knows of all others the public keys that were
 * given to it in files. It makes no key in another's name, and believes no key that it was not given.
 */
export class OwnedKeys implements KeyPort {
  private readonly pins: ReadonlyMap<string, KeyObject>;

  /** @throws Error that names each file of a public key that cannot be used. */
  constructor(
    private readonly own: KeyPort,
    private readonly owner: KeyOwner,
    pinsDir: string,
  ) {
    this.pins = readPins(own, owner, pinsDir);
  }

  signing(name: string, algorithm: Algorithm): SigningKey {
    this.requireOwn(name);
    return this.own.signing(name, algorithm);
  }

  pinned(name: string): KeyObject | undefined {
    return this.pins.get(name);
  }

  secret(name: string, bytes: number): Buffer {
    if (!name.startsWith(SHARED_SECRET)) this.requireOwn(name);
    return this.own.secret(name, bytes);
  }

  private requireOwn(name: string): void {
    if (!name.startsWith(`${this.owner}/`)) throw new Error(`${name} is not a key of ${this.owner}`);
  }
}

/** The keys of a process: those of all in one folder, unless the settings say that each has a place of its own. */
export function openKeys(settings: Settings, owner: KeyOwner): KeyPort {
  const own = new FileKeys(join(settings.DATA_DIR, 'keys'));
  const { PINNED_KEYS_DIR: pinsDir } = settings;
  return pinsDir === undefined ? own : new OwnedKeys(own, owner, pinsDir);
}

function readPins(own: KeyPort, owner: KeyOwner, dir: string): Map<string, KeyObject> {
  const wrong: string[] = [];
  const pins = new Map<string, KeyObject>();
  const holders = new Map<string, string>();
  const pin = (name: string, key: KeyObject): void => {
    const holder = holders.get(fingerprint(key));
    if (holder !== undefined) throw new Error(`${name} is the same key as ${holder}`);
    holders.set(fingerprint(key), name);
    pins.set(name, key);
  };
  for (const name of Object.keys(publish(own, owner).keys)) {
    pin(`${owner}/${name}`, own.pinned(`${owner}/${name}`)!);
  }
  for (const other of KEY_OWNERS.filter((one) => one !== owner)) {
    try {
      for (const [name, key] of readPublished(dir, other)) pin(name, key);
    } catch (error) {
      wrong.push(`  ${pinFile(dir, other)}: ${(error as Error).message}`);
    }
  }
  const stale = staleOwn(pins, owner, dir);
  if (stale !== undefined) wrong.push(`  ${pinFile(dir, owner)}: ${stale}`);
  if (wrong.length > 0) {
    throw new Error(
      `PINNED_KEYS_DIR lacks public keys of the other processes; each prints its own by \`npm run --silent pins -- <name>\`:\n${wrong.join('\n')}`,
    );
  }
  return pins;
}

/** Our own file need not be there, but one that says otherwise is what the others believe of us. */
function staleOwn(pins: ReadonlyMap<string, KeyObject>, owner: KeyOwner, dir: string): string | undefined {
  try {
    const told = [...readPublished(dir, owner)];
    const differs = told.some(([name, key]) => fingerprint(key) !== fingerprint(pins.get(name)!));
    return differs ? `it holds other keys than ${owner} has itself` : undefined;
  } catch (error) {
    const { message } = error as Error;
    return message === 'it is not there' ? undefined : message;
  }
}

function fingerprint(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

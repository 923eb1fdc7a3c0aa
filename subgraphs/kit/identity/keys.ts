import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Algorithm = 'ed25519' | 'es256';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Where a process keeps its keys. The file form keeps each in `<dir>/<owner>/<name>.json`, readable by its
 * owner only, and its public half in `<dir>/public/`, where others pin it.
 */
export interface KeyPort {
  /** The key of that name (`governance/log`), made at first use; two processes asking at once get one key. */
  signing(name: string, algorithm: Algorithm): SigningKey;
  /** The public half of somebody's key, or undefined while they have not made it yet. */
  pinned(name: string): KeyObject | undefined;
  /** Random bytes kept under that name, made at first use. */
  secret(name: string, bytes: number): Buffer;
}

export class FileKeys implements KeyPort {
  private readonly made = new Map<string, SigningKey>();
  private readonly pins = new Map<string, KeyObject>();

  constructor(private readonly dir: string) {}

  signing(name: string, algorithm: Algorithm): SigningKey {
    const known = this.made.get(name);
    if (known) return known;
    const jwk = this.once(name, () => generate(algorithm)) as JsonWebKey;
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    const publicKey = createPublicKey(privateKey);
    this.once(`public/${name}`, () => publicKey.export({ format: 'jwk' }));
    const key = { privateKey, publicKey };
    this.made.set(name, key);
    return key;
  }

  pinned(name: string): KeyObject | undefined {
    const known = this.pins.get(name);
    if (known) return known;
    const jwk = readJson(this.path(`public/${name}`)) as JsonWebKey | undefined;
    if (!jwk) return undefined;
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    this.pins.set(name, key);
    return key;
  }

  secret(name: string, bytes: number): Buffer {
    const kept = this.once(name, () => ({ secret: randomBytes(bytes).toString('base64url') }));
    return Buffer.from((kept as { secret: string }).secret, 'base64url');
  }

  private path(name: string): string {
    return join(this.dir, `${name}.json`);
  }

  /** Writes aside and links, so that the first writer wins and nobody reads half a file. */
  private once(name: string, make: () => object): unknown {
    const path = this.path(name);
    const found = readJson(path);
    if (found) return found;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(aside, JSON.stringify(make()), { mode: 0o600, flush: true });
    try {
      linkSync(aside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(aside, { force: true });
    }
    return readJson(path);
  }
}

function generate(algorithm: Algorithm): JsonWebKey {
  const pair =
    algorithm === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return pair.privateKey.export({ format: 'jwk' });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, toHex, type Bytes } from '../encoding/bytes.js';
import { systemRandom } from '../encoding/random.js';

const SEED_BYTES = 32;
const OWNER_ALONE = 0o600;

/**
 * What a founding needs, in a folder that its owner alone may enter. A file that is there is never written over: a
 * secret that is lost is lost for good.
 */
export class FoundingFolder {
  private constructor(readonly path: string) {}

  static at(path: string): FoundingFolder {
    return new FoundingFolder(path);
  }

  /** Makes the folder where it is missing. */
  static made(path: string): FoundingFolder {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return new FoundingFolder(path);
  }

  /** @throws Error when it is there already. */
  writeSeed(name: string): Bytes {
    const seed = systemRandom(SEED_BYTES);
    this.write(name, `${toHex(seed)}\n`, OWNER_ALONE);
    return seed;
  }

  /** @throws Error that names the file, and quotes nothing of it. */
  readSeed(name: string): Bytes {
    const hex = this.read(name).trim();
    if (!/^[0-9a-f]{64}$/.test(hex))
      throw new Error(`${this.pathOf(name)} holds no secret of 32 bytes in hex.`);
    return fromHex(hex);
  }

  /** @throws Error when it is there already. */
  write(name: string, text: string, mode = 0o644): void {
    const path = this.pathOf(name);
    try {
      writeFileSync(path, text, { flag: 'wx', mode });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      throw new Error(`${path} is there already, and is left as it is.`, { cause: error });
    }
    // Whatever the umask of whoever runs this.
    chmodSync(path, mode);
  }

  /** @throws Error that says what is missing. */
  read(name: string): string {
    const text = this.find(name);
    if (text !== undefined) return text;
    throw new Error(`${this.pathOf(name)} is missing: see docs/founding.md for the step that makes it.`);
  }

  find(name: string): string | undefined {
    try {
      return readFileSync(this.pathOf(name), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** @throws Error when it is missing, or no JSON. */
  readJson(name: string): unknown {
    const text = this.read(name);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`${this.pathOf(name)} is no JSON: ${(error as Error).message}`, { cause: error });
    }
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

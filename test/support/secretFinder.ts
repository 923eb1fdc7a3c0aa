/** Bytes that must not be found, by what they are. At least 16 each. */
export type Secrets = ReadonlyMap<string, Uint8Array>;

/** Runs of digits that could hold 16 bytes or more. */
const HEX = /[0-9a-f]{32,}/gi;
const BASE64 = /[A-Za-z0-9+/_-]{22,}/g;

/**
 * Finds secrets in whatever somebody might have kept them: as they are, in hex, in base64 of either alphabet, and as a
 * part of something larger.
 */
export class SecretFinder {
  private readonly byPrefix = new Map<number, { name: string; bytes: Buffer }[]>();
  /** Whether some secret begins with these two bytes: most places are passed over by this alone. */
  private readonly mayBegin = new Uint8Array(1 << 16);

  constructor(secrets: Secrets) {
    for (const [name, secret] of secrets) {
      if (secret.length < 16) throw new Error(`${name} is so short that it could be found by chance`);
      const bytes = Buffer.from(secret);
      const prefix = bytes.readInt32LE(0);
      this.byPrefix.set(prefix, [...(this.byPrefix.get(prefix) ?? []), { name, bytes }]);
      this.mayBegin[bytes.readUInt16LE(0)] = 1;
    }
  }

  /** The names of the secrets that stand in these bytes. */
  inBytes(bytes: Buffer): string[] {
    const found: string[] = [];
    const { mayBegin } = this;
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      if (mayBegin[bytes[at]! | (bytes[at + 1]! << 8)] === 0) continue;
      for (const { name, bytes: secret } of this.byPrefix.get(bytes.readInt32LE(at)) ?? []) {
        if (bytes.subarray(at, at + secret.length).equals(secret)) found.push(name);
      }
    }
    return found;
  }

  /** The names of the secrets that stand in a text, written in any of the forms. */
  inText(text: string): string[] {
    const decoded = [
      Buffer.from(text, 'utf8'),
      ...fromHex(text),
      ...[...text.matchAll(BASE64)].map(([run]) => run).flatMap(fromBase64),
    ];
    return [...new Set(decoded.flatMap((bytes) => this.inBytes(bytes)))];
  }
}

/** Both ways to pair the digits, since what stands before a secret may be of odd length. */
function fromHex(text: string): Buffer[] {
  return [...text.matchAll(HEX)].flatMap(([run]) =>
    [0, 1].map((skipped) => Buffer.from(run.slice(skipped), 'hex')),
  );
}

/** All four ways to group the digits. */
function fromBase64(run: string): Buffer[] {
  return [0, 1, 2, 3].map((skipped) => Buffer.from(run.slice(skipped), 'base64'));
}

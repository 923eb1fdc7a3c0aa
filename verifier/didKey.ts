const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE = 58n;
const CHARACTERS_MAX = 200;
/** Multicodec of an Ed25519 public key. */
const ED25519 = [0xed, 0x01];
const KEY_BYTES = 32;

/** Multibase base58btc, `z` first. @returns undefined unless these bytes are written so. */
export function fromMultibase(text: string): Uint8Array | undefined {
  if (!text.startsWith('z') || text.length > CHARACTERS_MAX) return undefined;
  let value = 0n;
  let zeros = 0;
  for (const character of text.slice(1)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    if (value === 0n && digit === 0) zeros += 1;
    value = value * BASE + BigInt(digit);
  }
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest /= 256n) bytes.unshift(Number(rest % 256n));
  return Uint8Array.from([...Array<number>(zeros).fill(0), ...bytes]);
}

/** The Ed25519 key that a multikey (`z6Mk…`) holds. @returns undefined for any other. */
export function ed25519In(multikey: string): Uint8Array | undefined {
  const bytes = fromMultibase(multikey);
  if (bytes?.length !== ED25519.length + KEY_BYTES) return undefined;
  return ED25519.every((byte, at) => bytes[at] === byte) ? bytes.slice(ED25519.length) : undefined;
}

/** The multikey of a did:key. @returns undefined for another DID. */
export function multikeyOf(did: string): string | undefined {
  const [, multikey] = /^did:key:(z[1-9A-HJ-NP-Za-km-z]+)$/.exec(did) ?? [];
  return multikey;
}

import { base58, base64, base64urlnopad, hex } from '@scure/base';

/** Bytes that Web Crypto takes: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** @throws TypeError when the bytes are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return utf8Decoder.decode(bytes);
}

/** Base64url without padding, the form of keys, signatures and wraps on the wire. */
export function toBase64url(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/** @throws Error when the text is no unpadded base64url. */
export function fromBase64url(text: string): Bytes {
  return ownBytes(base64urlnopad.decode(text));
}

/** Base64 with padding, the form of ciphertext on the wire. */
export function toBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

export function fromBase64(text: string): Bytes {
  return ownBytes(base64.decode(text));
}

export function toHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

export function fromHex(text: string): Bytes {
  return ownBytes(hex.decode(text));
}

/** Multibase base58btc: `z` and the digits. */
export function toMultibase(bytes: Uint8Array): string {
  return `z${base58.encode(bytes)}`;
}

/** @throws Error when the text is no base58btc multibase. */
export function fromMultibase(text: string): Bytes {
  if (!text.startsWith('z')) throw new Error('Only base58btc multibase (z…) is read.');
  return ownBytes(base58.decode(text.slice(1)));
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** The same bytes in memory of their own, for Web Crypto refuses a view it cannot prove unshared. */
export function ownBytes(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes);
}

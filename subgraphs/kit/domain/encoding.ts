import { Buffer } from 'node:buffer';

/** Unpadded base64url (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  return view(bytes).toString('base64url');
}

/** @returns undefined unless `text` is the one unpadded base64url form of its bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  return strictly(text, 'base64url');
}

/** Padded base64 (RFC 4648 §4), as signed notes and checkpoints want it. */
export function toBase64(bytes: Uint8Array): string {
  return view(bytes).toString('base64');
}

/** @returns undefined unless `text` is the one padded base64 form of its bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  return strictly(text, 'base64');
}

/** Lowercase hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString('hex');
}

/** @returns undefined unless `text` is lowercase hexadecimal of whole bytes. */
export function fromHex(text: string): Uint8Array | undefined {
  return strictly(text, 'hex');
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return view(a).equals(b);
}

/**
 * Buffer skips what it cannot read and ignores spare bits; two texts for the same bytes would be two names for
 * one signature or digest. Writing the bytes again and comparing leaves one.
 */
function strictly(text: string, encoding: BufferEncoding): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

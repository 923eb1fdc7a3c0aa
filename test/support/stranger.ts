import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonicalize } from '../../wallet/encoding/canonical.js';
import type { Json } from '../../wallet/encoding/canonical.js';

/**
 * What somebody who trusts nobody computes for themselves: written from the specifications, with nothing of the
 * server's code, so that a mistake there is not repeated here.
 */

const HASH_BYTES = 32;

/** RFC 6962: SHA-256(0x00 ‖ JCS(leaf)). */
export function hashOfLeaf(leaf: unknown): Buffer {
  return sha256(Buffer.of(0), Buffer.from(canonicalize(leaf as Json), 'utf8'));
}

/** RFC 6962 §2.1.1 from above: the root to which a leaf's path leads. */
export function rootFromInclusion(
  leaf: Buffer,
  index: bigint,
  size: bigint,
  path: readonly string[],
): Buffer {
  if (leaf.length !== HASH_BYTES) throw new Error('this is no hash');
  if (size === 1n) {
    if (path.length > 0) throw new Error('the path is too long');
    return leaf;
  }
  const last = path.at(-1);
  if (last === undefined) throw new Error('the path is too short');
  const [neighbour, rest] = [Buffer.from(last, 'base64'), path.slice(0, -1)];
  const left = splitOf(size);
  return index < left
    ? nodeOf(rootFromInclusion(leaf, index, left, rest), neighbour)
    : nodeOf(neighbour, rootFromInclusion(leaf, index - left, size - left, rest));
}

/** RFC 6962 §2.1.2 from above: the two roots, of `from` and of `to` leaves, that a path speaks of. */
export function rootsFromConsistency(
  from: bigint,
  to: bigint,
  fromRoot: Buffer,
  path: readonly string[],
): { from: Buffer; to: Buffer } {
  const climb = (small: bigint, large: bigint, whole: boolean, rest: readonly string[]): [Buffer, Buffer] => {
    if (small === large) {
      const [own, ...none] = whole ? [fromRoot, ...rest] : rest.map((hash) => Buffer.from(hash, 'base64'));
      if (!own || none.length > 0) throw new Error('the path has another length');
      return [own, own];
    }
    const neighbour = Buffer.from(rest.at(-1) ?? '', 'base64');
    const left = splitOf(large);
    if (small <= left) {
      const [a, b] = climb(small, left, whole, rest.slice(0, -1));
      return [a, nodeOf(b, neighbour)];
    }
    const [a, b] = climb(small - left, large - left, false, rest.slice(0, -1));
    return [nodeOf(neighbour, a), nodeOf(neighbour, b)];
  };
  const [first, second] = climb(from, to, true, path);
  return { from: first, to: second };
}

export interface Head {
  origin: string;
  size: bigint;
  root: Buffer;
}

/**
 * Opens a signed head (C2SP tlog-checkpoint in a signed note) with a verifier key that one has pinned.
 *
 * @throws Error unless that key signed it, for the log of that name.
 */
export function openHead(note: string, verifierKey: string): Head {
  const [name = '', , ...encoded] = verifierKey.split('+');
  const key = Buffer.from(encoded.join('+'), 'base64').subarray(1);
  const keyId = sha256(Buffer.from(`${name}\n`), Buffer.of(1), key).subarray(0, 4);
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const signed = note
    .slice(split + 2)
    .split('\n')
    .map((line) => /^— (\S+) (\S+)$/.exec(line))
    .filter((line) => line?.[1] === name)
    .map((line) => Buffer.from(line![2]!, 'base64'))
    .filter((bytes) => bytes.subarray(0, 4).equals(keyId))
    .some((bytes) => verifyEd25519(key, Buffer.from(text), bytes.subarray(4)));
  const [origin, size, root] = text.split('\n');
  if (!signed || origin !== name) throw new Error('this head was not signed by that key for that log');
  return { origin, size: BigInt(size!), root: Buffer.from(root!, 'base64') };
}

/** SHA-256(salt ‖ JCS(value)), base64url: what a leaf says of a private field. */
export function commitmentTo(value: unknown, salt: string): string {
  const form = Buffer.from(canonicalize(value as Json), 'utf8');
  return sha256(Buffer.from(salt, 'base64url'), form).toString('base64url');
}

function verifyEd25519(key: Buffer, message: Buffer, signature: Buffer): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

function splitOf(size: bigint): bigint {
  let power = 1n;
  while (power * 2n < size) power *= 2n;
  return power;
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.of(1), left, right);
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

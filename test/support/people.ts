import { generateKeyPairSync } from 'node:crypto';
import { canonicalize } from '../../subgraphs/kit/domain/canonical.js';
import { didFromPublicKey, keyOfDid } from '../../subgraphs/kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../subgraphs/kit/domain/ed25519.js';
import { toBase64Url, utf8 } from '../../subgraphs/kit/domain/encoding.js';

/** Somebody with a key of their own, for tests. */
export interface Person {
  readonly name: string;
  readonly did: string;
  /** The public key in multibase. */
  readonly key: string;
  /** Ed25519 over the canonical statement, unpadded base64url. */
  sign(statement: unknown): string;
}

export function person(name: string): Person {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const did = didFromPublicKey(publicKeyBytes(publicKey));
  return {
    name,
    did,
    key: keyOfDid(did),
    sign: (statement) => toBase64Url(signEd25519(utf8(canonicalize(statement)), privateKey)),
  };
}

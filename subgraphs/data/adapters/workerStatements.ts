import { toBase64Url } from '../../kit/domain/encoding.js';
import { multibaseFromPublicKey } from '../../kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../kit/domain/ed25519.js';
import type { KeyPort } from '../../kit/identity/keys.js';

const SECRET_BYTES = 32;

/** What the compute worker states in its own name, and the secrets by which it compares rows. */
export interface WorkerStatements {
  /** Its public key as multibase, as in a did:key. */
  readonly key: string;
  /** @returns unpadded base64url, and the key that it is of. */
  sign(bytes: Uint8Array): { readonly signature: string; readonly key: string };
  /** Of a dataset, made at first use; the worker's alone. */
  rowSecret(datasetId: string): Buffer;
}

/** From keys beside those that consents are wrapped to: outside the database, its log and its backups. */
export function workerStatements(keys: KeyPort): WorkerStatements {
  const { privateKey, publicKey } = keys.signing('compute/statements', 'ed25519');
  const key = multibaseFromPublicKey(publicKeyBytes(publicKey));
  return {
    key,
    sign: (bytes) => ({ signature: toBase64Url(signEd25519(bytes, privateKey)), key }),
    rowSecret: (datasetId) => keys.secret(`compute/rows/${datasetId}`, SECRET_BYTES),
  };
}

import { keyOfDid, verifyStatement } from '../../kit/domain/didKey.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing } from '../../kit/identity/viewer.js';

/** A person's signature as it comes with an input. */
export interface Signed {
  /** Ed25519, 64 bytes in unpadded base64url. */
  signature: string;
  /** The public key in multibase; the DID's own key if absent. */
  key?: string | null;
}

/**
 * Refuses a statement that this member has not signed with a key that is active now.
 *
 * @returns the key that signed, in multibase.
 * @throws SIGNATURE_INVALID
 */
export function requireSignature(signer: Standing, statement: object, { signature, key }: Signed): string {
  const signingKey = key ?? keyOfDid(signer.did);
  if (signer.keys.includes(signingKey) && verifyStatement(statement, signature, signingKey))
    return signingKey;
  throw COMMON.SIGNATURE_INVALID.raise('The signature does not fit this statement and your active keys.');
}

import { keyOfDid, verifyStatement } from '../../kit/domain/didKey.js';
import { COMMON } from '../../kit/errors/table.js';

export interface SignedInput {
  /** Unpadded base64url. */
  readonly signature: string;
  /** Public key, multibase; the DID's own when absent. */
  readonly key?: string | null;
}

/**
 * Checks a person's signature over a statement that this service has built itself.
 *
 * @returns the key that signed, multibase.
 * @throws SIGNATURE_INVALID unless one of the signer's active keys signed exactly this.
 */
export function requireSignature(
  statement: object,
  { signature, key }: SignedInput,
  signer: { did: string; keys: readonly string[] },
): string {
  const by = key ?? keyOfDid(signer.did);
  if (signer.keys.includes(by) && verifyStatement(statement, signature, by)) return by;
  throw COMMON.SIGNATURE_INVALID.raise(
    'The signature is not by an active key of yours over this statement.',
    {
      key: by,
    },
  );
}

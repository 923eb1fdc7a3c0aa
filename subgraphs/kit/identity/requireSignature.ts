import type { Statement } from '../contracts/statements.js';
import { keyOfDid, verifyStatement } from '../domain/didKey.js';
import { COMMON } from '../errors/table.js';

/** Who should have signed: their DID, and their keys that are active now, in multibase. */
export interface Signer {
  readonly did: string;
  readonly keys: readonly string[];
}

/** A person's signature as it comes with an input. */
export interface Signed {
  /** Ed25519, 64 bytes in unpadded base64url. */
  readonly signature: string;
  /** The public key in multibase; the DID's own key if absent. */
  readonly key?: string | null;
}

/**
 * Refuses a statement that the signer has not signed with a key that is active now.
 *
 * @returns the key that signed, in multibase.
 * @throws SIGNATURE_INVALID
 */
export function requireSignature(signer: Signer, statement: Statement, { signature, key }: Signed): string {
  const by = key ?? keyOfDid(signer.did);
  if (signer.keys.includes(by) && verifyStatement(statement, signature, by)) return by;
  const { type } = statement;
  throw COMMON.SIGNATURE_INVALID.raise(
    `The signature is not by an active key of the signer over this ${type} statement.`,
    { type, key: by },
  );
}

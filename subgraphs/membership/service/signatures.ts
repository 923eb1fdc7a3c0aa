import { keyOfDid, verifyStatement } from '../../kit/domain/didKey.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Statement } from '../domain/statements.js';

export interface Signed {
  readonly statement: Statement;
  readonly signature: string;
  /** Which key signed, multibase; by default the one in the signer's DID. */
  readonly key?: string | null;
}

/**
 * Requires that a statement was signed by one of the signer's active keys.
 *
 * @param active - public keys, multibase.
 * @returns the key that signed.
 * @throws SIGNATURE_INVALID
 */
export function requireSignature(did: string, active: readonly string[], signed: Signed): string {
  const key = signed.key ?? keyOfDid(did);
  if (active.includes(key) && verifyStatement(signed.statement, signed.signature, key)) return key;
  throw COMMON.SIGNATURE_INVALID.raise(
    `The ${signed.statement.type} statement is not signed by an active key.`,
    {
      type: signed.statement.type,
    },
  );
}

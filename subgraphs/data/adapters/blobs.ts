/**
 * Where ciphertexts rest, addressed by their content, apart for each co-op so that one can be carried away.
 * A blob that is put is on stable storage when the promise resolves; putting it again changes nothing.
 */
export interface Blobs {
  put(cooperativeId: string, cid: string, bytes: Uint8Array): Promise<void>;
  /** Null when it is not, or no longer, there. */
  get(cooperativeId: string, cid: string): Promise<Uint8Array | null>;
  /** Removing what is not there succeeds. */
  remove(cooperativeId: string, cid: string): Promise<void>;
}

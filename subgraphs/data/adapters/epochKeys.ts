/** There is no such key, and never will be again: it was never made here, or has been destroyed. */
export class KeyGone extends Error {
  override readonly name = 'KeyGone';

  constructor(readonly epoch: number) {
    super(`there is no key of epoch ${epoch}`);
  }
}

/**
 * Keys under which wraps rest, one an epoch, kept outside the database, its write-ahead log and its backups, so
 * that a wrap whose epoch has ended cannot come back from any of them.
 */
export interface EpochKeys {
  /** Makes the key of an epoch unless it exists; on stable storage when the promise resolves. */
  make(epoch: number): Promise<void>;
  /** @throws KeyGone when the key was never made, or has been destroyed: it is never made anew by reading. */
  key(epoch: number): Promise<Buffer>;
  /** Destroys it for good. Destroying what is not there succeeds. */
  destroy(epoch: number): Promise<void>;
}

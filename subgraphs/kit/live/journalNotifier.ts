import { EventEmitter } from 'node:events';

/**
 * Wakes whoever reads a service's journal, in whichever process. A wake says that there are entries up to a position
 * and nothing of what they say; whoever misses one finds the entries a little later, by looking.
 */
export interface JournalNotifier {
  /** Never throws, and never waits: a wake that does not arrive is made up for. */
  tell(service: string, position: bigint): void;
  /** @returns what ends the hearing. */
  hear(service: string, listener: (position: bigint) => void): () => void;
  close(): Promise<void>;
}

/** Between the parts of one process. */
export function notifierInProcess(): JournalNotifier {
  const told = new EventEmitter().setMaxListeners(0);
  return {
    tell: (service, position) => void told.emit(service, position),
    hear(service, listener) {
      told.on(service, listener);
      return () => void told.off(service, listener);
    },
    close() {
      told.removeAllListeners();
      return Promise.resolve();
    },
  };
}

import { join } from 'node:path';

/** Where this service and its compute worker keep files below the data folder. */
export function placesIn(dataDir: string) {
  return {
    blobs: join(dataDir, 'blobs'),
    /** Keys under which wraps rest; both processes read them. */
    epochKeys: join(dataDir, 'keys', 'data', 'epochs'),
    /** Private keys that consents are wrapped to; the worker's alone. */
    computeKeys: join(dataDir, 'keys', 'compute'),
  } as const;
}

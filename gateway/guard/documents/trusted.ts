import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The documents that are answered, and no others. */
export interface TrustedDocuments {
  readonly bySha256: ReadonlyMap<string, string>;
  readonly texts: ReadonlySet<string>;
}

const fileSchema = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1));

export function sha256Of(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

export function trusting(documents: Iterable<string>): TrustedDocuments {
  const texts = new Set(documents);
  return { bySha256: new Map([...texts].map((text) => [sha256Of(text), text])), texts };
}

/**
 * Reads what `npm run persist` wrote: `{ "<SHA-256, hex>": "<document>" }`.
 *
 * @throws Error naming the file: without the list that it was given, a gateway does not start.
 */
export function readTrustedDocuments(path: string): TrustedDocuments {
  try {
    const entries = Object.entries(fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))));
    const wrong = entries.find(([sha256, document]) => sha256Of(document) !== sha256);
    if (wrong) throw new Error(`${wrong[0]} is not the digest of its document`);
    return trusting(entries.map(([, document]) => document));
  } catch (error) {
    throw new Error(`PERSISTED_DOCUMENTS: ${path} cannot be used`, { cause: error });
  }
}

import { z } from 'zod';
import { count, flag } from './forms.js';

/** Which documents are answered. */
export const documentSettings = {
  PERSISTED_DOCUMENTS: z
    .string()
    .min(1)
    .optional()
    .describe('file of trusted documents, made by npm run persist; where it is set no others are answered'),
  PERSISTED_QUERIES: flag
    .default(true)
    .describe(
      'true lets clients register a document and ask for it by its SHA-256; never in production, where anybody could fill the store',
    ),
  PERSISTED_QUERIES_MIB: count(1, 1_024)
    .default(8)
    .describe('MiB of registered documents kept in memory; some thousands of common size'),
};

import { z } from 'zod';
import { count, urlOf } from '../../kit/settingForms.js';

/** What the data service reads of it. */
export const computeWorkerSettingsSchema = z.object({
  COMPUTE_WORKER: z
    .enum(['true', 'false'])
    .default('true')
    .transform((value) => value === 'true')
    .describe(
      'true runs the compute worker beside the data service; false leaves starting it to you, under its own account',
    ),
});

/** Settings of the compute worker, read from its environment like those of every process. */
export const computeSettingsSchema = z.object({
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('folder of keys and blobs, the one that the data service uses'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('warn')
    .describe('least severe level logged'),
  COMPUTE_DATABASE_URL: urlOf('postgres', 'postgresql').describe(
    "URL of the data service's database as its worker role; the data service gives it to the worker it starts",
  ),
  COMPUTE_TIME_MAX_MS: count(1_000, 600_000)
    .default(30_000)
    .describe('milliseconds one aggregation may take; a question that takes longer is stopped'),
  COMPUTE_MEMORY_MAX_MB: count(64, 65_536).default(256).describe('MiB that the engine may hold for one job'),
  COMPUTE_ROWS_MAX: count(1, 50_000_000)
    .default(1_000_000)
    .describe('rows of all members that one job may load; they are held in memory'),
  COMPUTE_BYTES_MAX: count(1, 10_737_418_240)
    .default(268_435_456)
    .describe('bytes of ciphertext that one job may open; 256 MiB'),
  COMPUTE_KEY_LIFE_DAYS: count(1, 3_650)
    .default(90)
    .describe('days after which the worker publishes a new key and moves live consents to it'),
});

export type ComputeSettings = z.infer<typeof computeSettingsSchema>;

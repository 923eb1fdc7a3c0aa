import { count } from './forms.js';

/** What is kept of answers that are the same for everybody. */
export const publicCacheSettings = {
  PUBLIC_CACHE_MIB: count(0, 65_536)
    .default(32)
    .describe(
      'MiB of answers kept that are the same for everybody, such as the catalogue; some ten thousands of datasets; 0 keeps none',
    ),
  LOG_FILE_CACHE_MIB: count(0, 65_536)
    .default(16)
    .describe(
      'MiB of full tiles and bundles of the logs kept, which never change: about 100 bundles or 2,000 tiles; a proxy that caches keeps more; 0 keeps none',
    ),
  PUBLIC_CACHE_BLIND_MS: count(300, 60_000)
    .default(6_000)
    .describe(
      'milliseconds without word from a journal after which nothing of its service that was kept is shown; each is asked three times as often',
    ),
  PUBLIC_CACHE_CHANGES_MAX: count(100, 10_000_000)
    .default(50_000)
    .describe(
      'changes of each service remembered, about 150 bytes each; beyond it what was kept before the oldest is asked for anew',
    ),
};

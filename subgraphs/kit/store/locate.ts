import { createLogger } from '../observability/logger.js';
import { databaseUrl } from '../settings.js';
import type { DatabaseOwner, Settings } from '../settings.js';
import { ensureDatabase } from './database.js';
import { startEmbeddedPostgres } from './embeddedPostgres.js';
import type { EmbeddedPostgres } from './embeddedPostgres.js';

export interface Databases {
  /** URL of a database as its owner: the one that settings name, else one in the embedded cluster. */
  ownerUrl(owner: DatabaseOwner): Promise<string>;
  /** Stops the embedded cluster if this process is the last to use it. */
  stop(): Promise<void>;
}

/**
 * The embedded cluster starts when the first service without a database of its own asks for one.
 *
 * @param shutdown - aborted when this process was told to stop: a cluster that ends from then on is left at that.
 */
export function locateDatabases(settings: Settings, shutdown?: AbortSignal): Databases {
  let embedded: Promise<EmbeddedPostgres> | undefined;
  return {
    async ownerUrl(owner) {
      const given = databaseUrl(settings, owner);
      if (given) return given;
      embedded ??= startEmbeddedPostgres(settings.DATA_DIR).then((postgres) => {
        postgres.keepRunning(createLogger('postgres', settings.LOG_LEVEL), shutdown);
        return postgres;
      });
      const postgres = await embedded;
      await ensureDatabase(postgres.url('postgres'), owner);
      return postgres.url(owner);
    },
    async stop() {
      await (await embedded)?.stop();
    },
  };
}

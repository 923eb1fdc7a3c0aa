import { databaseUrl } from '../settings.js';
import type { Settings } from '../settings.js';
import type { ServiceName } from '../wire/transport.js';
import { ensureDatabase } from './database.js';
import { startEmbeddedPostgres } from './embeddedPostgres.js';
import type { EmbeddedPostgres } from './embeddedPostgres.js';

export interface Databases {
  /** URL of the service's database as its owner: the one that settings name, else one in the embedded cluster. */
  ownerUrl(service: ServiceName): Promise<string>;
  /** Stops the embedded cluster if this process is the last to use it. */
  stop(): Promise<void>;
}

/** The embedded cluster starts when the first service without a database of its own asks for one. */
export function locateDatabases(settings: Settings): Databases {
  let embedded: Promise<EmbeddedPostgres> | undefined;
  return {
    async ownerUrl(service) {
      const given = databaseUrl(settings, service);
      if (given) return given;
      embedded ??= startEmbeddedPostgres(settings.DATA_DIR);
      const postgres = await embedded;
      await ensureDatabase(postgres.url('postgres'), service);
      return postgres.url(service);
    },
    async stop() {
      await (await embedded)?.stop();
    },
  };
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import type { RunningService } from '../../subgraphs/kit/service/service.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import { start } from '../../subgraphs/payouts/index.js';
import { MemoryFeed } from '../support/memoryFeed.js';

/** Settings for where no money moves: the rail need not run, for there is none at this address. */
export const NO_RAIL = {
  RAIL_URL: 'http://127.0.0.1:9',
  RAIL_TOKEN: 'a token of no rail',
  RAIL_PUBLIC_KEY: 'A'.repeat(43),
};

export const ROLE_PASSWORD = 'a password of the test roles';

/** The payouts service alone, with journals beside it that a test may write. */
export interface Payouts {
  readonly service: RunningService;
  feed(source: string): MemoryFeed;
  /** Runs an operation as the holder of that DID. @throws Error for what it refuses. */
  ask(did: string, query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export async function startPayouts(dataDir: string, ownerUrl: string, own = {}): Promise<Payouts> {
  for (const name of Object.keys(NO_RAIL)) delete process.env[name];
  Object.assign(process.env, own);
  const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'fatal', DATABASE_ROLE_PASSWORD: ROLE_PASSWORD };
  const settings = readSettings(settingsSchema, environment);
  const keys = new FileKeys(join(dataDir, 'keys'));
  const service = await start({ settings, keys, ownerUrl });
  const feeds = new Map<string, MemoryFeed>(SERVICE_NAMES.map((source) => [source, new MemoryFeed(source)]));
  await service.connect({
    feed: (source) => feeds.get(source)!,
    log(source) {
      throw new Error(`nobody needs the log of ${source} here`);
    },
  });
  return {
    service,
    feed: (source) => feeds.get(source)!,
    async ask(did, query, variables) {
      const claims = { aud: 'payouts', sub: did, sid: 'ses_test', rid: 'test', jti: randomUUID() };
      const key = keys.signing('gateway/passport', 'es256').privateKey;
      const passport = signPassport(key, { ...claims, bh: bodyHash({ query, variables }) });
      const answer = await service.execute({ query, variables, headers: { passport } });
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data!;
    },
  };
}

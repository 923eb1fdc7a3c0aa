import type { DataSource } from 'typeorm';
import type { KeyPort } from '../../subgraphs/kit/identity/keys.js';
import { databaseLimits } from '../../subgraphs/kit/settings.js';
import type { Settings } from '../../subgraphs/kit/settings.js';
import { openDatabase, roleNames } from '../../subgraphs/kit/store/database.js';
import { Gateway1764000000000 } from './migrations.js';

/** A gateway asks its database when somebody publishes, once a second, and to count: never for a client's request. */
const POOL_MAX = 3;

/** Opens the gateway's own database, as a role that owns nothing in it. */
export function openGatewayDatabase(options: {
  settings: Settings;
  keys: KeyPort;
  ownerUrl: string;
}): Promise<DataSource> {
  const { settings, keys, ownerUrl } = options;
  return openDatabase({
    ownerUrl,
    rows: [],
    migrations: [Gateway1764000000000],
    journalled: false,
    roles: roleNames(settings.DATABASE_ROLE_PREFIX, 'gateway'),
    rolePassword: settings.DATABASE_ROLE_PASSWORD ?? keys.secret('database/roles', 24).toString('hex'),
    clockOffsetSeconds: 0,
    limits: databaseLimits(settings, POOL_MAX),
  });
}

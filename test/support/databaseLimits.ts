import type { DatabaseLimits } from '../../subgraphs/kit/store/database.js';

/** As the settings have them by default, for a test that opens a database itself. */
export function databaseLimits(poolMax: number): DatabaseLimits {
  return { poolMax, connectTimeoutMs: 10_000, lockTimeoutMs: 5_000, statementTimeoutMs: 15_000 };
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export default async function tearDown() {
  const cluster = globalThis.testCluster;
  if (!cluster) return;
  await cluster.postgres.stop();
  await dropScaled(join(cluster.dataDir, 'databases.json'));
  rmSync(cluster.dataDir, { recursive: true, force: true });
}

/** What this run has left on a server that is not ours. */
async function dropScaled(record) {
  if (!existsSync(record)) return;
  const { server, rolePrefix } = JSON.parse(readFileSync(record, 'utf8'));
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const drop = async (kind, catalogue, column, how = '') => {
    const { rows } = await client.query(
      `select ${column} as name from ${catalogue} where starts_with(${column}, $1)`,
      [`${rolePrefix}_`],
    );
    for (const { name } of rows) await client.query(`drop ${kind} if exists ${name} ${how}`);
  };
  await drop('database', 'pg_database', 'datname', 'with (force)');
  await drop('role', 'pg_roles', 'rolname');
  await client.end();
}

import pg from 'pg';
import type { TestService } from './testService.js';

/** Does something while a table of a service is locked, so that whoever reads it holds their connection until the end. */
export async function whileLocked(
  { sql }: Pick<TestService, 'sql'>,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const [found] = await sql<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${found!.name}`;
  const holder = new pg.Client({ connectionString: url.href });
  await holder.connect();
  try {
    await holder.query(`begin; lock table ${pg.escapeIdentifier(table)} in access exclusive mode`);
    await work();
  } finally {
    await holder.end();
  }
}

import pg from 'pg';

/** Calls `look` with each row of each table of a database, as text, past all policies. */
export async function dumpRows(
  databaseUrl: string,
  look: (table: string, row: string) => void,
): Promise<{ tables: number; rows: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    );
    let count = 0;
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const { row } of rows) look(name, row);
      count += rows.length;
    }
    return { tables: tables.length, rows: count };
  } finally {
    await client.end();
  }
}

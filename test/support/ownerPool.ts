import pg from 'pg';

/**
 * Connections of a test's own, as the owner of its database. The database is dropped while some of them may still be
 * ending: what PostgreSQL then says to them is no news, and must not end the test's process.
 */
export function ownerPool(connectionString: string, max = 2): pg.Pool {
  return new pg.Pool({ connectionString, max }).on('error', () => undefined);
}

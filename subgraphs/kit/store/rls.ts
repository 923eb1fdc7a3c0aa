/** SQL for migrations: row-level security and grants. */
const TENANT = `cooperative_id = nullif(current_setting('app.cooperative', true), '')`;

/** Rows of one co-op, in a transaction of that co-op; without one, no rows. */
export function tenantPolicy(table: string): string {
  return `alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy tenant on ${table} using (${TENANT}) with check (${TENANT});`;
}

/** Lets the named reader see the rows of every co-op; `where` narrows them. */
export function readerPolicy(table: string, reader: string, where = 'true'): string {
  return `create policy reader_${reader} on ${table} for select
    using (current_setting('app.reader', true) = '${reader}' and (${where}));`;
}

/** Lets the named worker, which serves every co-op, change rows too. */
export function workerPolicy(table: string, reader: string): string {
  return `create policy worker_${reader} on ${table}
    using (current_setting('app.reader', true) = '${reader}')
    with check (current_setting('app.reader', true) = '${reader}');`;
}

/** Lets a signed-in person see the rows about them, in whichever co-op. */
export function viewerPolicy(table: string, column: string): string {
  return `create policy viewer on ${table} for select
    using (${column} = nullif(current_setting('app.viewer', true), ''));`;
}

/** Lets an organisation see the rows that concern it, in whichever co-op. */
export function organizationPolicy(table: string, column: string): string {
  return `create policy organization on ${table} for select
    using (${column} = nullif(current_setting('app.organization', true), ''));`;
}

/**
 * Grants rights on a table to a role of this service: its runtime role, which owns nothing and is no superuser,
 * or its worker. The migrating connection knows their names. `rights` as SQL has them: `SELECT, UPDATE (state)`.
 */
export function grant(table: string, rights: string, role: 'runtime' | 'worker' = 'runtime'): string {
  return `do $$ begin
      execute format('grant ${rights} on ${table} to %I', current_setting('app.${role}_role'));
    end $$;`;
}

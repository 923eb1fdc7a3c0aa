import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy, viewerPolicy, workerPolicy } from './rls.js';

/**
 * What every service's database holds: journal, log, cursors, standing, and small shared tables. Its functions set the
 * scope that they read under, in one round trip where a transaction would take four.
 */
export class Kit1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCK);
    await runner.query(JOURNAL);
    await runner.query(STANDING);
    await runner.query(SHARED);
  }

  async down(): Promise<void> {
    throw new Error('the journal is append-only: there is no way back');
  }
}

const CLOCK = `
  create table clock_offset (
    only_row boolean primary key default true check (only_row),
    seconds bigint not null
  );
  insert into clock_offset (seconds) values (0);
  ${grant('clock_offset', 'SELECT, UPDATE (seconds)')}
  create function app_now() returns timestamptz language sql stable as
    $$ select date_trunc('milliseconds', clock_timestamp() + make_interval(secs => seconds)) from clock_offset $$;
`;

const JOURNAL = `
  create table journal_entry (
    entry_id text primary key,
    cooperative_id text not null,
    type text not null,
    recorded_at timestamptz not null,
    actor_role text not null,
    subject text,
    actor text,
    public_part text not null,
    leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
    private_part jsonb,
    log_index bigint,
    position bigint unique,
    unique (cooperative_id, log_index)
  );
  create index journal_entry_waiting on journal_entry (entry_id) where log_index is null;
  create index journal_entry_trail on journal_entry (cooperative_id, entry_id);
  create index journal_entry_subject on journal_entry (cooperative_id, subject) where subject is not null;
  ${tenantPolicy('journal_entry')}
  ${workerPolicy('journal_entry', 'sequencer')}
  ${readerPolicy('journal_entry', 'feed')}
  ${grant('journal_entry', 'SELECT, INSERT, UPDATE (log_index, position, private_part, subject, actor)')}

  create table log_head (
    cooperative_id text primary key,
    size bigint not null,
    root bytea not null,
    note text not null,
    recorded_at timestamptz not null
  );
  create table log_node (
    cooperative_id text not null,
    level smallint not null,
    node_index bigint not null,
    hash bytea not null,
    primary key (cooperative_id, level, node_index)
  );
  create table log_checkpoint (
    cooperative_id text not null,
    size bigint not null,
    note text not null,
    recorded_at timestamptz not null,
    primary key (cooperative_id, size)
  );
  ${['log_head', 'log_node', 'log_checkpoint']
    .map((table) => tenantPolicy(table) + workerPolicy(table, 'sequencer') + readerPolicy(table, 'log'))
    .join('\n')}
  ${grant('log_head', 'SELECT, INSERT, UPDATE')}
  ${grant('log_node', 'SELECT, INSERT')}
  ${grant('log_checkpoint', 'SELECT, INSERT')}

  create table sequencer_lease (
    only_row boolean primary key default true check (only_row),
    holder text not null,
    fence bigint not null,
    until timestamptz not null,
    position bigint not null
  );
  insert into sequencer_lease (holder, fence, until, position) values ('', 0, 'epoch', 0);
  ${grant('sequencer_lease', 'SELECT, UPDATE')}

  create function feed_after(after bigint, most integer) returns setof journal_entry language plpgsql as $$
    begin
      perform set_config('app.reader', 'feed', true);
      return query select * from journal_entry e where e.position > after order by e.position limit most;
    end $$;
  create function feed_position(entry text) returns bigint language plpgsql as $$
    begin
      perform set_config('app.reader', 'feed', true);
      return (select e.position from journal_entry e where e.entry_id = entry);
    end $$;

  create table reaction_cursor (
    source text primary key,
    position bigint not null
  );
  ${grant('reaction_cursor', 'SELECT, INSERT, UPDATE')}
`;

const STANDING = `
  create table standing (
    cooperative_id text not null,
    member_id text not null,
    did text not null,
    standing text not null,
    roles jsonb not null,
    keys jsonb not null,
    primary key (cooperative_id, member_id)
  );
  create index standing_did on standing (did);
  ${tenantPolicy('standing')}
  ${viewerPolicy('standing', 'did')}
  ${grant('standing', 'SELECT, INSERT, UPDATE, DELETE')}

  create function standings_of(viewer text)
    returns table (cooperative_id text, member_id text, did text, standing text, roles jsonb, keys jsonb, now timestamptz)
    language plpgsql as $$
    #variable_conflict use_column
    begin
      perform set_config('app.viewer', viewer, true);
      return query select s.cooperative_id, s.member_id, s.did, s.standing, s.roles, s.keys, app_now()
        from standing s where s.did = viewer;
    end $$;

  create table organization_projection (
    organization_id text primary key,
    did text not null unique,
    name text not null,
    kind text not null,
    keys jsonb not null
  );
  ${grant('organization_projection', 'SELECT, INSERT, UPDATE')}
`;

const SHARED = `
  create table entity_home (
    entity_id text primary key,
    cooperative_id text not null
  );
  ${grant('entity_home', 'SELECT, INSERT')}

  create table idempotency_record (
    actor text not null,
    operation text not null,
    key text not null,
    input_hash text not null,
    answer jsonb not null,
    recorded_at timestamptz not null,
    primary key (actor, operation, key)
  );
  ${grant('idempotency_record', 'SELECT, INSERT, DELETE')}

  create table passport_spent (
    jti text primary key,
    expires_at timestamptz not null
  );
  create index passport_spent_expiry on passport_spent (expires_at);
  ${grant('passport_spent', 'SELECT, INSERT, DELETE')}
`;

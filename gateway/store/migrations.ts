import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../../subgraphs/kit/store/rls.js';

/** What the gateway itself keeps: which subgraphs there are, the supergraphs they made, and what operations use. */
export class Gateway1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTNERS);
    await runner.query(SUPERGRAPHS);
    await runner.query(USAGE);
  }

  async down(): Promise<void> {
    throw new Error('partners have published here: there is no way back');
  }
}

const PARTNERS = `
  create table partner (
    name text primary key,
    prefix text not null unique,
    url text not null,
    tells_pseudonym boolean not null,
    registered_at timestamptz not null default now(),
    registered_by text not null
  );
  ${grant('partner', 'SELECT, INSERT, UPDATE (url, tells_pseudonym)')}

  create table publish_token (
    token_id text primary key,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    partner text not null references partner,
    issued_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
  );
  ${grant('publish_token', 'SELECT, INSERT, UPDATE (revoked_at)')}

  create table partner_schema (
    version bigint generated always as identity primary key,
    partner text not null references partner,
    sdl text not null,
    published_at timestamptz not null default now(),
    published_by text not null,
    ended_at timestamptz
  );
  create unique index partner_schema_present on partner_schema (partner) where ended_at is null;
  ${grant('partner_schema', 'SELECT, INSERT, UPDATE (ended_at)')}
`;

const SUPERGRAPHS = `
  create table supergraph (
    generation bigint generated always as identity primary key,
    sdl text not null,
    api_sdl text not null,
    subgraphs jsonb not null,
    made_at timestamptz not null default now()
  );
  ${grant('supergraph', 'SELECT, INSERT, DELETE')}
`;

const USAGE = `
  create table operation_seen (
    signature text primary key,
    name text,
    coordinates text[] not null
  );
  create index operation_seen_coordinates on operation_seen using gin (coordinates);
  create table operation_day (
    signature text not null references operation_seen on delete cascade,
    day date not null,
    requests bigint not null,
    last_seen_at timestamptz not null,
    primary key (signature, day)
  );
  create index operation_day_day on operation_day (day);
  ${grant('operation_seen', 'SELECT, INSERT, DELETE')}
  ${grant('operation_day', 'SELECT, INSERT, UPDATE, DELETE')}
`;

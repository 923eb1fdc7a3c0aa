import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy, viewerPolicy } from '../../../kit/store/rls.js';

export class Membership1700000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COOPERATIVES);
    await runner.query(MEMBERS);
    await runner.query(SESSIONS);
    await runner.query(ORGANIZATIONS);
    await runner.query(ELECTORATES);
    await runner.query(NOTIFICATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table notification, electorate, recognized_regulator, organization, used_nonce,
      refresh_token, session, departure, authenticator, member, principal, cooperative`);
  }
}

const COOPERATIVES = `
  create table cooperative (
    cooperative_id text primary key,
    slug text not null constraint cooperative_slug unique,
    name text not null,
    mission text not null,
    did text not null unique,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    admission_by text not null check (admission_by in ('STEWARDS', 'VOTE')),
    admission_issuers jsonb not null,
    charter_version integer not null,
    member_count integer not null check (member_count >= 0),
    founded_at timestamptz not null
  );
  ${tenantPolicy('cooperative')}
  ${readerPolicy('cooperative', 'catalogue')}
  ${grant('cooperative', 'SELECT, INSERT, UPDATE (admission_by, admission_issuers, charter_version, member_count)')}
`;

// A DID stands for one membership or one organisation, in the whole installation: co-ops could compare notes
// about a person who used one in two of them. The table holds nothing else, so it belongs to no tenant.
const MEMBERS = `
  create table principal (
    did text primary key,
    cooperative_id text not null,
    holder_id text not null
  );
  ${grant('principal', 'SELECT, INSERT')}

  create table member (
    cooperative_id text not null,
    id text not null,
    did text not null,
    display_name text,
    display_name_shared boolean not null,
    standing text not null check (standing in ('APPLIED', 'ADMITTED', 'SUSPENDED', 'EXITING', 'EXITED')),
    roles jsonb not null,
    nullifier text,
    attestation jsonb,
    credential jsonb,
    applied_at timestamptz not null,
    joined_at timestamptz,
    exited_at timestamptz,
    vote_requested_at timestamptz,
    erased_at timestamptz,
    primary key (cooperative_id, id),
    constraint member_personhood unique (cooperative_id, nullifier),
    constraint member_did unique (cooperative_id, did)
  );
  create index member_viewer on member (did);
  create index member_standing on member (cooperative_id, standing, id);
  create index member_stewards on member (cooperative_id) where roles @> '[{"role":"STEWARD"}]';
  ${tenantPolicy('member')}
  ${viewerPolicy('member', 'did')}
  ${grant('member', 'SELECT, INSERT, UPDATE')}

  create table authenticator (
    cooperative_id text not null,
    id text not null,
    did text not null,
    key text not null,
    added_at timestamptz not null,
    revoked_at timestamptz,
    primary key (cooperative_id, id),
    constraint authenticator_key unique (did, key)
  );
  ${tenantPolicy('authenticator')}
  ${viewerPolicy('authenticator', 'did')}
  ${grant('authenticator', 'SELECT, INSERT, UPDATE (revoked_at)')}

  create table departure (
    cooperative_id text not null,
    member_id text not null,
    service text not null check (service in ('governance', 'data', 'payouts')),
    let_go_at timestamptz not null,
    primary key (cooperative_id, member_id, service)
  );
  ${tenantPolicy('departure')}
  ${grant('departure', 'SELECT, INSERT, DELETE')}
`;

// Sessions are how a DID shows itself again; they belong to the DID, in no co-op's tenancy.
const SESSIONS = `
  create table session (
    id text primary key,
    did text not null,
    key text not null,
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    end_reason text check (end_reason in ('SIGNED_OUT', 'REUSED', 'AUTHENTICATOR_REVOKED')),
    check ((ended_at is null) = (end_reason is null))
  );
  create index session_did on session (did) where ended_at is null;
  create index session_expiry on session (expires_at);
  ${grant('session', 'SELECT, INSERT, UPDATE (ended_at, end_reason), DELETE')}

  create table refresh_token (
    hash bytea primary key check (octet_length(hash) = 32),
    session_id text not null references session (id) on delete cascade,
    expires_at timestamptz not null,
    used_at timestamptz
  );
  create index refresh_token_session on refresh_token (session_id);
  ${grant('refresh_token', 'SELECT, INSERT, UPDATE (used_at)')}

  create table used_nonce (
    hash bytea primary key check (octet_length(hash) = 32),
    expires_at timestamptz not null
  );
  create index used_nonce_expiry on used_nonce (expires_at);
  ${grant('used_nonce', 'SELECT, INSERT, DELETE')}
`;

const ORGANIZATIONS = `
  create table organization (
    id text primary key,
    did text not null constraint organization_did unique,
    name text not null,
    kind text not null check (kind in ('BUYER', 'PARTNER', 'REGULATOR')),
    registered_at timestamptz not null
  );
  ${grant('organization', 'SELECT, INSERT')}

  create table recognized_regulator (
    did text primary key,
    recognized_at timestamptz not null
  );
  ${grant('recognized_regulator', 'SELECT, INSERT')}
`;

const ELECTORATES = `
  create table electorate (
    cooperative_id text not null,
    id text not null,
    proposal_id text not null,
    root text not null check (root ~ '^[0-9a-f]{64}$'),
    size integer not null check (size = jsonb_array_length(members)),
    members jsonb not null,
    fixed_at timestamptz not null,
    primary key (cooperative_id, id),
    unique (cooperative_id, proposal_id)
  );
  ${tenantPolicy('electorate')}
  ${grant('electorate', 'SELECT, INSERT')}
`;

const NOTIFICATIONS = `
  create table notification (
    cooperative_id text not null,
    id text not null,
    recipient_did text not null,
    kind text not null,
    subject_id text not null,
    title text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (cooperative_id, id)
  );
  create index notification_recipient on notification (recipient_did, id);
  create index notification_unread on notification (recipient_did) where read_at is null;
  ${tenantPolicy('notification')}
  ${viewerPolicy('notification', 'recipient_did')}
  create policy viewer_marks on notification for update
    using (recipient_did = nullif(current_setting('app.viewer', true), ''))
    with check (recipient_did = nullif(current_setting('app.viewer', true), ''));
  ${grant('notification', 'SELECT, INSERT, UPDATE (read_at), DELETE')}
`;

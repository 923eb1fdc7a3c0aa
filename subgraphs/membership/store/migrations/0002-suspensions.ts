import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Suspensions with a second person, a reason and an end; bans that outlive an erasure; powers under the charter. */
export class Suspensions1700000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POWERS);
    await runner.query(SUSPENSIONS);
    await runner.query(BANS);
  }

  async down(): Promise<void> {
    throw new Error('what was decided about members is kept: there is no way back');
  }
}

const POWERS = `
  alter table cooperative add column powers jsonb;
  ${grant('cooperative', 'UPDATE (powers)')}
`;

const SUSPENSIONS = `
  create table suspension (
    cooperative_id text not null,
    id text not null,
    member_id text not null,
    reason text,
    days integer not null check (days >= 1),
    decided_by text not null check (decided_by in ('STEWARDS', 'MEMBERS')),
    proposed_by text,
    proposed_at timestamptz not null,
    lapses_at timestamptz,
    confirmed_by text,
    begun_at timestamptz,
    ends_at timestamptz,
    ended_at timestamptz,
    ending text check (ending in ('TERM', 'STEWARD', 'MEMBERS', 'LEFT')),
    primary key (cooperative_id, id),
    check (begun_at < ends_at),
    check ((begun_at is null) = (ends_at is null)),
    check (begun_at is not null or ended_at is null),
    check ((ended_at is null) = (ending is null))
  );
  create unique index suspension_running on suspension (cooperative_id, member_id)
    where begun_at is not null and ended_at is null;
  create index suspension_member on suspension (cooperative_id, member_id, id);
  ${tenantPolicy('suspension')}
  ${readerPolicy('suspension', 'scheduler', 'begun_at is not null and ended_at is null')}
  ${grant(
    'suspension',
    `SELECT, INSERT, UPDATE (reason, proposed_by, confirmed_by, begun_at, ends_at, ended_at, ending), DELETE`,
  )}
  create index member_suspended on member (id) where standing = 'SUSPENDED';
  ${readerPolicy('member', 'scheduler', `standing = 'SUSPENDED'`)}
`;

// The mark is a keyed hash. Neither who nor when stands beside it, and its end is a day's.
const BANS = `
  create table ban (
    cooperative_id text not null,
    mark bytea not null check (octet_length(mark) = 32),
    ends_at timestamptz not null,
    primary key (cooperative_id, mark)
  );
  ${tenantPolicy('ban')}
  ${grant('ban', 'SELECT, INSERT, UPDATE (ends_at), DELETE')}
`;

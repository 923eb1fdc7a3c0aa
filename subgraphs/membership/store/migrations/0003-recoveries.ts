import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Requests to put a new key in the place of lost ones. */
export class Recoveries1700000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recovery (
        cooperative_id text not null,
        id text not null,
        member_id text not null,
        key text not null,
        way text not null check (way in ('OFFICERS', 'ATTESTATION')),
        requested_at timestamptz not null,
        lapses_at timestamptz not null,
        first_by text,
        second_by text check (second_by <> first_by),
        confirmed_at timestamptz,
        completes_at timestamptz check (completes_at > confirmed_at),
        ended_at timestamptz,
        outcome text check (outcome in ('COMPLETED', 'VETOED', 'REJECTED', 'SUPERSEDED', 'FAILED')),
        primary key (cooperative_id, id),
        check ((confirmed_at is null) = (completes_at is null)),
        check ((ended_at is null) = (outcome is null))
      );
      create unique index recovery_waiting on recovery (cooperative_id, member_id)
        where completes_at is not null and ended_at is null;
      create index recovery_member on recovery (cooperative_id, member_id, id);
      create index recovery_due on recovery (completes_at) where ended_at is null;
      ${tenantPolicy('recovery')}
      ${readerPolicy('recovery', 'scheduler', 'completes_at is not null and ended_at is null')}
      ${grant(
        'recovery',
        'SELECT, INSERT, UPDATE (first_by, second_by, confirmed_at, completes_at, ended_at, outcome), DELETE',
      )}`);
  }

  async down(): Promise<void> {
    throw new Error('who was given which key is kept: there is no way back');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, organizationPolicy, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Jobs and privacy budgets, and what the compute worker, a role of its own, may touch. */
export class Compute1700000000302 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [JOBS, BUDGETS, WORKER]) await runner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('a spent privacy budget has no way back: restore a backup instead');
  }
}

const JOBS = `
  create table compute_job (
    cooperative_id text not null,
    id text not null,
    licence_id text not null,
    dataset_id text not null,
    buyer_id text not null,
    kind text not null check (kind in ('AGGREGATE')),
    state text not null check (state in ('QUEUED', 'RUNNING', 'RELEASED', 'REFUSED', 'CANCELLED', 'FAILED')),
    spec jsonb not null,
    epsilon_micro bigint not null check (epsilon_micro > 0),
    cost_minor bigint not null check (cost_minor >= 0),
    currency text not null,
    submitted_at timestamptz not null,
    finished_at timestamptz,
    attempts integer not null default 0 check (attempts >= 0),
    lease_holder text,
    lease_until timestamptz,
    refusal text,
    result jsonb,
    gates jsonb,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, licence_id) references licence (cooperative_id, id),
    check ((state = 'RUNNING') = (lease_holder is not null and lease_until is not null)),
    check ((state in ('QUEUED', 'RUNNING')) = (finished_at is null)),
    check ((state = 'RELEASED') = (result is not null)),
    check ((state in ('REFUSED', 'FAILED')) = (refusal is not null))
  );
  create index compute_job_licence on compute_job (cooperative_id, licence_id, id);
  create index compute_job_buyer on compute_job (buyer_id, id);
  create index compute_job_waiting on compute_job (submitted_at, id) where finished_at is null;
  ${tenantPolicy('compute_job')}
  ${organizationPolicy('compute_job', 'buyer_id')}
  ${readerPolicy('compute_job', 'worker', 'finished_at is null')}
  ${grant('compute_job', 'SELECT, INSERT, UPDATE (state, finished_at)')}
  ${grant(
    'compute_job',
    `SELECT, UPDATE (state, finished_at, attempts, lease_holder, lease_until, refusal, result, gates)`,
    'worker',
  )}
`;

const BUDGETS = `
  create table privacy_budget (
    cooperative_id text not null,
    dataset_id text not null,
    buyer_id text not null,
    spent_micro bigint not null check (spent_micro >= 0),
    primary key (cooperative_id, dataset_id, buyer_id),
    foreign key (cooperative_id, dataset_id) references dataset (cooperative_id, id)
  );
  ${tenantPolicy('privacy_budget')}
  ${grant('privacy_budget', 'SELECT, INSERT, UPDATE (spent_micro)')}
  ${grant('privacy_budget', 'SELECT, UPDATE (spent_micro)', 'worker')}
`;

/**
 * The worker reads what a job needs, records what it did, and journals it. To lock a row against a withdrawal
 * Postgres asks for the right to update some column of it: on consents that is the key version, which the worker
 * changes when it wraps anew; on contributions a column that nothing else uses.
 */
const WORKER = `
  alter table contribution add column last_read_at timestamptz;
  ${grant('contribution', 'SELECT, UPDATE (last_read_at)', 'worker')}
  ${grant('consent', 'SELECT, UPDATE (key_version)', 'worker')}
  ${grant('consent_wrap', 'SELECT, UPDATE (epoch, sealed)', 'worker')}
  ${readerPolicy('consent', 'rewrap', 'withdrawn_at is null and erased_at is null')}
  ${grant('wrap_epoch', 'SELECT', 'worker')}
  ${grant('compute_key', 'SELECT, INSERT', 'worker')}
  ${['dataset', 'licence', 'offer', 'charter', 'standing', 'organization_projection', 'clock_offset']
    .map((table) => grant(table, 'SELECT', 'worker'))
    .join('\n')}
  ${grant('access_record', 'INSERT', 'worker')}
  ${grant('journal_entry', 'INSERT', 'worker')}
`;

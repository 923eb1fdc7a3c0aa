import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Whose job was last taken, so that co-ops and buyers have turns. */
export class FairOrder1700000000305 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TURNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table compute_turn');
  }
}

const TURNS = `
  create table compute_turn (
    cooperative_id text not null,
    buyer_id text not null,
    taken_at timestamptz not null,
    primary key (cooperative_id, buyer_id)
  );
  create index compute_turn_buyer on compute_turn (buyer_id);
  ${tenantPolicy('compute_turn')}
  ${readerPolicy('compute_turn', 'worker')}
  ${grant('compute_turn', 'SELECT')}
  ${grant('compute_turn', 'SELECT, INSERT, UPDATE (taken_at)', 'worker')}
  drop index compute_job_waiting;
  create index compute_job_waiting on compute_job (cooperative_id, buyer_id, submitted_at, id)
    where finished_at is null;
`;

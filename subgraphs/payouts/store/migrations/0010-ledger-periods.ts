import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, tenantPolicy } from '../../../kit/store/rls.js';

/** What members see of the ledger: sums of closed periods by kind of transaction. */
export class LedgerPeriods1700000000410 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_period_sum (
        cooperative_id text not null,
        run_id text not null,
        kind text not null,
        -- Earlier than the period's begin where it stands for periods before as well.
        from_at timestamptz not null,
        amount_minor bigint not null check (amount_minor > 0),
        primary key (cooperative_id, run_id, kind),
        foreign key (cooperative_id, run_id) references dividend_run
      );
      ${tenantPolicy('ledger_period_sum')}
      ${grant('ledger_period_sum', 'SELECT, INSERT')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ledger_period_sum');
  }
}

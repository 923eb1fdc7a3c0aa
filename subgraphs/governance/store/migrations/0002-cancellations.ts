import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the vote on whether to take a decision back, and the vote on an applicant. */
export class Cancellations1700000000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index proposal_cancellation on proposal (cooperative_id, (effect ->> 'proposal'))
         where kind = 'CANCELLATION'`,
    );
    await runner.query(
      `create index proposal_admission on proposal (cooperative_id, (effect ->> 'member'))
         where kind = 'ADMISSION'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index proposal_cancellation, proposal_admission');
  }
}

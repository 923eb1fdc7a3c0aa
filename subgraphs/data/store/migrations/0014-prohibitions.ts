import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readerPolicy } from '../../../kit/store/rls.js';

/** When a licence ends whose purpose the members have prohibited since, and the notice that offers name for it. */
export class Prohibitions1700000000314 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offer add column prohibition_notice_days integer
        check (prohibition_notice_days between 0 and 365);
      alter table licence add column notice_until timestamptz,
        add check (notice_until is null or state = 'FINALIZED');
      create index licence_notice on licence (notice_until) where notice_until is not null;
      ${readerPolicy('licence', 'notices', 'notice_until is not null')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy reader_notices on licence;
      alter table licence drop column notice_until;
      alter table offer drop column prohibition_notice_days`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The expiry of a consent in the text that was signed, where it may be another than ours. */
export class ExpiryAsSigned1700000000303 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consent add column expiry_as_signed text');
  }

  async down(): Promise<void> {
    throw new Error('a wrap opens under the text that was signed, and this is the only place that keeps it');
  }
}

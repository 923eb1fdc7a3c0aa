import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Statement } from '../contracts/statements.js';
import { digestOf } from '../domain/canonical.js';
import { COMMON } from '../errors/table.js';
import { grant } from './rls.js';
import type { Tx } from './tx.js';

/** Digests of signed statements that were acted on. They outlive their signer: a nonce in each lets nobody guess it. */
export class SpentStatements1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table spent_statement (
        digest text primary key,
        spent_at timestamptz not null
      );
      ${grant('spent_statement', 'SELECT, INSERT')}`);
  }

  async down(): Promise<void> {
    throw new Error('a statement that is forgotten could be acted on again: there is no way back');
  }
}

/**
 * Spends a signed statement, in the transaction of what it orders. Nothing else forgets it: idempotency keys are kept for
 * thirty days and go with an erasure, and a member may come back under the same DID.
 *
 * @throws SIGNATURE_SPENT for a statement that was acted on before.
 */
export async function spendStatement(tx: Tx, statement: Statement): Promise<void> {
  const spent = await tx.query(
    'insert into spent_statement (digest, spent_at) values ($1, $2) on conflict do nothing returning digest',
    [digestOf(statement), tx.now],
  );
  if (spent.length > 0) return;
  const { type } = statement;
  throw COMMON.SIGNATURE_SPENT.raise(
    `This ${type} statement was acted on before: sign another, with another nonce, to do it again.`,
    { type },
  );
}

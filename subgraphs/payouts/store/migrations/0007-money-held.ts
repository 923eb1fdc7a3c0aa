import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../../../kit/store/rls.js';

/**
 * What is held of an invoice is kept beside it, so that its books follow from its facts; a refund can be stopped before
 * it leaves, and says which one it follows; a licence ends once.
 *
 * @see payouts/decisions/0008-books-follow-from-facts.md
 */
export class MoneyHeld1700000000407 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table invoice add column held_minor bigint not null default 0;
      ${grant('invoice', 'UPDATE (held_minor)')}
      alter table licence add column ended_at timestamptz;
      ${grant('licence', 'UPDATE (ended_at)')}
      alter table transfer add column stopped_at timestamptz, add column follows_id text;
      alter table transfer add foreign key (cooperative_id, follows_id) references transfer;
      create unique index transfer_follows on transfer (cooperative_id, follows_id) where follows_id is not null;
      ${grant('transfer', 'UPDATE (stopped_at)')}`);
    // The owner reads the rows of all co-ops only while policies are not forced on it.
    await runner.query(`
      alter table invoice no force row level security;
      alter table transfer no force row level security;
      update invoice i set held_minor = t.held from (
        select cooperative_id, invoice_id,
          sum(case when purpose = 'INVOICE' then amount_minor else -amount_minor end) as held
        from transfer where booked in ('SETTLED', 'EXCESS') and invoice_id is not null
        group by cooperative_id, invoice_id) t
      where i.cooperative_id = t.cooperative_id and i.invoice_id = t.invoice_id;
      update transfer t set follows_id = earlier.transfer_id from (
        select cooperative_id, transfer_id,
          lead(transfer_id) over (partition by cooperative_id, invoice_id, credit_note_id order by transfer_id) as later
        from transfer where purpose = 'REFUND') earlier
      where t.cooperative_id = earlier.cooperative_id and t.transfer_id = earlier.later
        and exists (select from transfer failed where failed.cooperative_id = earlier.cooperative_id
          and failed.transfer_id = earlier.transfer_id and (failed.failed_at is not null or failed.returned_at is not null));
      alter table invoice force row level security;
      alter table transfer force row level security;`);
  }

  async down(): Promise<void> {
    throw new Error('accounts are kept: there is no way back');
  }
}

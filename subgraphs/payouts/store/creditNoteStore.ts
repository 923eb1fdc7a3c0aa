import type { Tx } from '../../kit/store/tx.js';
import type { CreditNote } from '../domain/creditNote.js';
import { CreditNoteRow } from './creditNoteRow.js';

export async function insertCreditNote(tx: Tx, note: CreditNote): Promise<void> {
  await tx.manager.insert(CreditNoteRow, note);
  await tx.register(note.id, note.cooperativeId);
}

export async function readCreditNote(tx: Tx, cooperativeId: string, id: string): Promise<CreditNote> {
  return read(await tx.manager.findOneOrFail(CreditNoteRow, { where: { cooperativeId, id } }));
}

/** The credit notes of an invoice, oldest first. */
export async function listCreditNotes(
  tx: Tx,
  cooperativeId: string,
  invoiceId: string,
): Promise<CreditNote[]> {
  const rows = await tx.manager.find(CreditNoteRow, {
    where: { cooperativeId, invoiceId },
    order: { id: 'ASC' },
  });
  return rows.map(read);
}

function read(row: CreditNoteRow): CreditNote {
  const { cooperativeId, id, invoiceId, amountMinor, taxMinor, currency, reason, issuedAt } = row;
  return { cooperativeId, id, invoiceId, amountMinor, taxMinor, currency, reason, issuedAt };
}

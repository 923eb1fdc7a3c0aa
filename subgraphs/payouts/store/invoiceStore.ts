import { IsNull } from 'typeorm';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/store.js';
import { invoiceState } from '../domain/invoice.js';
import type { InvoiceFacts, InvoiceState } from '../domain/invoice.js';
import { CreditNoteRow } from './creditNoteRow.js';
import { InvoiceRow } from './invoiceRow.js';

/** An invoice as it stands now. */
export interface Invoice extends InvoiceFacts {
  cooperativeId: string;
  id: string;
  licenceId: string;
  /** The computation that it bills; null for the licence itself. */
  jobId: string | null;
  buyerId: string;
  currency: string;
  issuedAt: Date;
  state: InvoiceState;
}

export async function lockInvoice(tx: Tx, cooperativeId: string, id: string): Promise<Invoice | undefined> {
  const lock = { mode: 'pessimistic_write' } as const;
  const row = await tx.manager.findOne(InvoiceRow, { where: { cooperativeId, id }, lock });
  return row ? read(tx, row) : undefined;
}

/** The invoice of the licence itself, not of its computations. */
export async function lockInvoiceOfLicence(
  tx: Tx,
  cooperativeId: string,
  licenceId: string,
): Promise<Invoice | undefined> {
  const lock = { mode: 'pessimistic_write' } as const;
  const row = await tx.manager.findOne(InvoiceRow, {
    where: { cooperativeId, licenceId, jobId: IsNull() },
    lock,
  });
  return row ? read(tx, row) : undefined;
}

export async function findInvoice(tx: Tx, cooperativeId: string, id: string): Promise<Invoice | undefined> {
  const row = await tx.manager.findOne(InvoiceRow, { where: { cooperativeId, id } });
  return row ? read(tx, row) : undefined;
}

/** @throws NOT_FOUND */
export async function requireInvoice(tx: Tx, cooperativeId: string, id: string): Promise<Invoice> {
  const invoice = await findInvoice(tx, cooperativeId, id);
  if (!invoice) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  return invoice;
}

/** The invoices that the scope shows and the filter asks for, newest first; one more than asked for. */
export async function listInvoices(
  tx: Tx,
  filter: { cooperativeId?: string; licenceId?: string; buyerId?: string },
  before: string | null,
  countMax: number,
): Promise<Invoice[]> {
  const query = tx.manager
    .createQueryBuilder(InvoiceRow, 'invoice')
    .orderBy('invoice.id', 'DESC')
    .take(countMax);
  for (const [field, value] of Object.entries(filter))
    query.andWhere(`invoice.${field} = :${field}`, { [field]: value });
  if (before) query.andWhere('invoice.id < :before', { before });
  return (await query.getMany()).map((row) => read(tx, row));
}

export function listCreditNotes(tx: Tx, cooperativeId: string, invoiceId: string): Promise<CreditNoteRow[]> {
  return tx.manager.find(CreditNoteRow, { where: { cooperativeId, invoiceId }, order: { id: 'ASC' } });
}

function read(tx: Tx, row: InvoiceRow): Invoice {
  return { ...row, state: invoiceState(row, tx.now) };
}

import { IsNull } from 'typeorm';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import { invoiceState } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { InvoiceRow } from './invoiceRow.js';

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

/** An invoice as it is issued, before anything is credited or cancelled. */
export type NewInvoice = Omit<
  Invoice,
  'state' | 'creditedMinor' | 'creditedTaxMinor' | 'heldMinor' | 'cancelledAt'
>;

export async function insertInvoice(tx: Tx, invoice: NewInvoice): Promise<void> {
  await tx.manager.insert(InvoiceRow, invoice);
  await tx.register(invoice.id, invoice.cooperativeId);
}

/** Writes what has happened to an invoice since. */
export async function saveInvoice(tx: Tx, invoice: Invoice): Promise<void> {
  const { cooperativeId, id, creditedMinor, creditedTaxMinor, heldMinor, paidAt, cancelledAt } = invoice;
  const changed = { creditedMinor, creditedTaxMinor, heldMinor, paidAt, cancelledAt };
  await tx.manager.update(InvoiceRow, { cooperativeId, id }, changed);
}

function read(tx: Tx, row: InvoiceRow): Invoice {
  return {
    cooperativeId: row.cooperativeId,
    id: row.id,
    licenceId: row.licenceId,
    jobId: row.jobId,
    buyerId: row.buyerId,
    amountMinor: row.amountMinor,
    taxMinor: row.taxMinor,
    creditedMinor: row.creditedMinor,
    creditedTaxMinor: row.creditedTaxMinor,
    heldMinor: row.heldMinor,
    currency: row.currency,
    issuedAt: row.issuedAt,
    dueAt: row.dueAt,
    paidAt: row.paidAt,
    cancelledAt: row.cancelledAt,
    state: invoiceState(row, tx.now),
  };
}

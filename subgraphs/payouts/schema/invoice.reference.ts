import type { Context } from './context.js';
import { toInvoiceType } from './invoice.type.js';
import type { InvoiceType } from './invoice.type.js';
import { orNull } from './orNull.js';

export async function findInvoice(id: string, { services, viewer }: Context): Promise<InvoiceType | null> {
  const invoice = await orNull(services.invoices.one(viewer, id));
  return invoice && toInvoiceType(invoice);
}

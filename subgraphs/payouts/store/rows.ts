import { CostRow } from './costRow.js';
import { CreditNoteRow } from './creditNoteRow.js';
import { DividendRow } from './dividendRow.js';
import { DividendRunRow } from './dividendRunRow.js';
import { InvoiceRow } from './invoiceRow.js';
import { TransferRow } from './transferRow.js';

export const rows = [CostRow, CreditNoteRow, DividendRow, DividendRunRow, InvoiceRow, TransferRow];

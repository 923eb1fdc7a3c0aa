import type { ReferenceResolver } from '../../kit/schema/build.js';
import type { Context } from './context.js';
import { findDividend } from './dividend.reference.js';
import { findDividendRun } from './dividendRun.reference.js';
import { findInvoice } from './invoice.reference.js';
import { findLicence } from './licence.reference.js';
import { cooperativeStub, memberStub, organizationStub } from './stubs.type.js';

type Find = (id: string, context: Context) => unknown;

/**
 * Entities by the keys that other subgraphs hold. Nothing in a key but the id is believed: whose a licence,
 * invoice or dividend is, is read here.
 */
const BY_ID: Record<string, Find> = {
  Cooperative: (id) => cooperativeStub(id),
  Member: (id) => memberStub(id),
  Organization: (id) => organizationStub(id),
  Licence: findLicence,
  Invoice: findInvoice,
  DividendRun: findDividendRun,
  Dividend: findDividend,
};

export const references: Record<string, ReferenceResolver> = Object.fromEntries(
  Object.entries(BY_ID).map(([type, find]) => [
    type,
    (reference, context) => find(String(reference.id), context),
  ]),
);

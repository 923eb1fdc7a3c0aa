import { DomainError } from '../../kit/errors/define.js';
import type { ReferenceResolver } from '../../kit/schema/build.js';
import type { Context } from './context.js';
import { loadRun } from './context.js';
import { toDividendType } from './dividend.type.js';
import { toDividendRunType } from './dividendRun.type.js';
import { toInvoiceType } from './invoice.type.js';
import { cooperativeStub, memberStub, organizationStub } from './stubs.type.js';

/**
 * Entities by the keys that other subgraphs hold. Nothing in a key but the id is believed: whose a licence,
 * invoice or dividend is, is read here.
 */
export const references: Record<string, ReferenceResolver> = {
  Cooperative: ({ id }) => cooperativeStub(String(id)),
  Member: ({ id }) => memberStub(String(id)),
  Organization: ({ id }) => organizationStub(String(id)),
  Licence: async ({ id }, context) => {
    const { cooperativeId, buyerId } = await (context as unknown as Context).services.licence(String(id));
    return { id, cooperativeId, buyerId };
  },
  Invoice: async ({ id }, context) => {
    const { services, viewer } = context as unknown as Context;
    const invoice = await orNull(services.invoices.one(viewer, String(id)));
    return invoice && toInvoiceType(invoice);
  },
  DividendRun: async ({ id }, context) => {
    const run = await orNull(loadRun(context as unknown as Context, String(id)));
    return run && toDividendRunType(run);
  },
  Dividend: async ({ id }, context) => {
    const own = context as unknown as Context;
    const dividend = await own.services.own.dividend(own.viewer, String(id));
    if (!dividend) return null;
    return toDividendType(dividend, dividend.memberId, (await loadRun(own, dividend.runId)).currency);
  },
};

/** An entity that the viewer may not know of is null, like one that is not there. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

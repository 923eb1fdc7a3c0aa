import { loadRun } from './context.js';
import type { Context } from './context.js';
import { toDividendType } from './dividend.type.js';
import type { DividendType } from './dividend.type.js';

export async function findDividend(id: string, context: Context): Promise<DividendType | null> {
  const { services, viewer } = context;
  const dividend = await services.own.dividend(viewer, id);
  if (!dividend) return null;
  return toDividendType(dividend, dividend.memberId, (await loadRun(context, dividend.runId)).currency);
}

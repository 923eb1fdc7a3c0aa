import { loadRun } from './context.js';
import type { Context } from './context.js';
import { toDividendRunType } from './dividendRun.type.js';
import type { DividendRunType } from './dividendRun.type.js';
import { orNull } from './orNull.js';

export async function findDividendRun(id: string, context: Context): Promise<DividendRunType | null> {
  const run = await orNull(loadRun(context, id));
  return run && toDividendRunType(run);
}

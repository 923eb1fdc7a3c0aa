import type { Tx } from '../../kit/store/tx.js';
import type { Cost } from '../domain/cost.js';
import { ERRORS } from '../domain/errors.js';
import { credit, debit, posting } from '../domain/posting.js';
import { lockCash, post } from '../store/ledger.js';

/**
 * Takes a cost out of what the co-op has at hand: its money at the rail, without what is on its way to members.
 *
 * @throws INSUFFICIENT_FUNDS
 */
export async function postCost(tx: Tx, { cooperativeId, id, amountMinor, currency }: Cost): Promise<void> {
  if (amountMinor > (await lockCash(tx, cooperativeId, currency))) {
    throw ERRORS.INSUFFICIENT_FUNDS.raise('The co-op has less at hand than this cost.');
  }
  const legs = [
    debit({ code: 'expenses:costs' }, amountMinor),
    credit({ code: 'assets:settlement' }, amountMinor),
  ];
  await post(tx, cooperativeId, posting('COST_RECORDED', id, currency, legs));
}

/** Puts a cost back that was none. It lowers the costs of the period in which it is put back. */
export async function postReversal(
  tx: Tx,
  { cooperativeId, id, amountMinor, currency }: Cost,
): Promise<void> {
  const legs = [
    debit({ code: 'assets:settlement' }, amountMinor),
    credit({ code: 'expenses:costs' }, amountMinor),
  ];
  await post(tx, cooperativeId, posting('COST_REVERSED', id, currency, legs));
}

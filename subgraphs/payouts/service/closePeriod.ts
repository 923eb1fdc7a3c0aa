import assert from 'node:assert';
import { RunSnapshotted } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Logger } from '../../kit/observability/logger.js';
import { failpointSpan } from '../../kit/store/failpoints.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { requireClosable } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import type { DividendRun } from '../domain/run.js';
import { divideSurplus } from '../domain/surplus.js';
import { closeBook, readBook, readPolicy } from '../store/book.js';
import type { Book, RevenuePolicy } from '../store/book.js';
import { readFunds } from '../store/ledger.js';
import { findRun, hasUnfinishedRun, insertRun } from '../store/runStore.js';
import { firstPostedAt, readFigures } from '../store/snapshotStore.js';
import type { PeriodFigures } from '../store/snapshotStore.js';
import { RUN_SPAN } from './advanceRuns.js';
import { earnLicences } from './earnLicences.js';
import type { PayoutsPorts } from './ports.js';
import { requireSound } from './soundness.js';

export interface ClosePeriod {
  cooperative: string;
  from: Date;
  until: Date;
  idempotencyKey: string;
}

/**
 * Closes a period of a co-op's accounts: no posting enters it from here on, and what it brought, the policy in
 * force and the weights of the members are written down. The run that divides it goes on by itself.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, IDEMPOTENCY_KEY_REUSED, POLICY_MISSING, RUN_UNFINISHED, BAD_USER_INPUT,
 *   PERIOD_NOT_OVER, PERIOD_NOT_CONTIGUOUS, BALANCE_INCONSISTENT, in this order.
 */
export function closePeriod({ store, logger }: PayoutsPorts) {
  return async (viewer: Viewer, input: ClosePeriod): Promise<DividendRun> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const { did } = await viewer.requireSteward(cooperativeId);
    const { from, until, idempotencyKey: key } = input;
    const canonical = { cooperative: cooperativeId, from: from.toISOString(), until: until.toISOString() };
    const operation = { actor: did, operation: 'closePeriod', key, input: canonical };
    const write = () =>
      store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const id = await idempotent(tx, operation, () =>
          snapshot(tx, logger, cooperativeId, { from, until }, did),
        );
        const run = await findRun(tx, cooperativeId, id);
        assert(run, `run ${id} was written and is not there`);
        return run;
      });
    return failpointSpan(RUN_SPAN, write);
  };
}

async function snapshot(
  tx: Tx,
  logger: Logger,
  cooperativeId: string,
  period: Period,
  did: string,
): Promise<string> {
  // From here to the end of this transaction postings wait; then they fall into the next period.
  const book = await readBook(tx, cooperativeId, 'for no key update');
  const policy = await readPolicy(tx, cooperativeId);
  if (await hasUnfinishedRun(tx, cooperativeId)) {
    throw ERRORS.RUN_UNFINISHED.raise('The run of the period before is not closed yet.');
  }
  const books = { closedUntil: book.closedUntil, firstPostedAt: await firstPostedAt(tx, cooperativeId) };
  requireClosable(period, books, tx.now);
  await closeBook(tx, cooperativeId, period.until);

  const figures = await readFigures(tx, cooperativeId, period, book.currency);
  const result = await divide(tx, logger, book, policy, figures);
  const { members, uses, columns, waitingMinor } = await earnLicences(tx, book, policy, period, {
    ...result,
    byLicence: figures.byLicence,
  });
  const id = newId('run');
  const run = {
    cooperativeId,
    id,
    ...period,
    currency: book.currency,
    policyVersion: policy.version,
    basis: policy.basis,
    reserveBp: policy.reserveBp,
    commonsBp: policy.commonsBp,
    reinvestBp: policy.reinvestBp,
    withholdingTaxBp: policy.withholdingTaxBp,
    revenueMinor: figures.revenueMinor,
    costsMinor: figures.costsMinor,
    ...result,
    undividedAfterMinor: waitingMinor,
    memberCount: members.length,
    snapshotAt: tx.now,
  };
  await insertRun(tx, run, members, uses, { revenueByLicence: figures.byLicence, columns });
  const values = { run: id, from: period.from.toISOString(), until: period.until.toISOString() };
  tx.append(RunSnapshotted, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: did,
    private: { ...values, policyVersion: policy.version, basis: policy.basis, memberCount: members.length },
  });
  return id;
}

/** What a division takes from and adds to. */
const FUNDS = ['funds:deficit', 'funds:reserve', 'funds:undivided'] as const;

async function divide(
  tx: Tx,
  logger: Logger,
  { cooperativeId }: Book,
  policy: RevenuePolicy,
  { revenueMinor, costsMinor }: PeriodFigures,
) {
  const { balances, isSound } = await readFunds(tx, cooperativeId, FUNDS);
  requireSound(logger, cooperativeId, { isSound });
  const result = {
    revenueMinor,
    costsMinor,
    deficitMinor: -balances['funds:deficit'],
    reserveHeldMinor: balances['funds:reserve'],
  };
  return { ...divideSurplus(result, policy), undividedBeforeMinor: balances['funds:undivided'] };
}

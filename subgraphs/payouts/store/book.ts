import { costsOf, rowsPerPeriodMaxOf } from '../../kit/contracts/charterTerms.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import type { AllocationBasis } from '../domain/weights.js';

/** A co-op's accounts as a whole. */
export interface Book {
  cooperativeId: string;
  /** ISO 4217. */
  currency: string;
  closedUntil: Date | null;
}

/** A revenue policy as governance enacted it. */
export interface RevenuePolicy {
  version: number;
  reserveBp: number;
  commonsBp: number;
  reinvestBp: number;
  basis: AllocationBasis;
  minimumPayoutMinor: bigint;
  withholdingTaxBp: number;
  exitBalance: 'PAY' | 'HOLD';
  /** Rows of one member that weigh by QUANTITY. */
  rowsPerPeriodMax: number;
  /** What one steward spends alone. */
  costApprovalMinor: bigint;
}

interface BookRow {
  currency: string;
  closed_until: Date | null;
}

/** @throws POLICY_MISSING while nothing of the co-op has reached this service. */
export async function readBook(
  tx: Tx,
  cooperativeId: string,
  lock: '' | 'for no key update' = '',
): Promise<Book> {
  const [row] = await tx.query<BookRow>(
    `select currency, closed_until from book where cooperative_id = $1 ${lock}`,
    [cooperativeId],
  );
  if (!row) throw ERRORS.POLICY_MISSING.raise('The books of this co-op are not open yet.');
  return { cooperativeId, currency: row.currency, closedUntil: row.closed_until };
}

/** Whether the co-op has books here: every one has, soon after its founding. */
export async function hasBook(tx: Tx, cooperativeId: string): Promise<boolean> {
  const found = await tx.query('select from book where cooperative_id = $1', [cooperativeId]);
  return found.length > 0;
}

/** Opens the books of a new co-op, in the currency that it settles in. */
export async function openBook(tx: Tx, cooperativeId: string, currency: string): Promise<void> {
  await tx.query(
    'insert into book (cooperative_id, currency, opened_at) values ($1, $2, $3) on conflict do nothing',
    [cooperativeId, currency, tx.now],
  );
}

/** From here on no posting is dated before that instant. */
export async function closeBook(tx: Tx, cooperativeId: string, until: Date): Promise<void> {
  await tx.query('update book set closed_until = $2 where cooperative_id = $1', [cooperativeId, until]);
}

interface PolicyRow {
  version: number;
  reserve_bp: number;
  commons_bp: number;
  reinvest_bp: number;
  basis: AllocationBasis;
  minimum_payout_minor: string;
  withholding_tax_bp: number;
  exit_balance: 'PAY' | 'HOLD';
  rows_per_period_max: number;
  cost_approval_minor: string | null;
}

/**
 * The policy in force now: the newest that has taken effect.
 *
 * @throws POLICY_MISSING
 */
export async function readPolicy(tx: Tx, cooperativeId: string): Promise<RevenuePolicy> {
  const [row] = await tx.query<PolicyRow>(
    `select version, reserve_bp, commons_bp, reinvest_bp, basis, minimum_payout_minor, withholding_tax_bp,
       exit_balance, rows_per_period_max, cost_approval_minor
     from revenue_policy where cooperative_id = $1 and effective_at <= $2 order by version desc limit 1`,
    [cooperativeId, tx.now],
  );
  if (!row) throw ERRORS.POLICY_MISSING.raise('No charter of this co-op has reached the ledger yet.');
  return {
    version: row.version,
    reserveBp: row.reserve_bp,
    commonsBp: row.commons_bp,
    reinvestBp: row.reinvest_bp,
    basis: row.basis,
    minimumPayoutMinor: BigInt(row.minimum_payout_minor),
    withholdingTaxBp: row.withholding_tax_bp,
    exitBalance: row.exit_balance,
    rowsPerPeriodMax: row.rows_per_period_max,
    costApprovalMinor:
      row.cost_approval_minor === null ? costsOf({}).approvalMinor : BigInt(row.cost_approval_minor),
  };
}

/** Keeps the revenue policy of a charter: runs that begin after it takes effect follow it. */
export async function keepPolicy(
  tx: Tx,
  cooperativeId: string,
  { version, terms, effectiveAt }: { version: number; terms: CharterTerms; effectiveAt: Date },
): Promise<void> {
  const { revenuePolicy: policy, exitBalance } = terms;
  await tx.query(
    `insert into revenue_policy (cooperative_id, version, reserve_bp, commons_bp, reinvest_bp, basis,
       minimum_payout_minor, withholding_tax_bp, exit_balance, effective_at, rows_per_period_max,
       cost_approval_minor)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      cooperativeId,
      version,
      policy.reserveBp,
      policy.commonsBp,
      policy.reinvestBp,
      policy.basis,
      policy.minimumPayoutMinor,
      policy.withholdingTaxBp,
      exitBalance,
      effectiveAt,
      rowsPerPeriodMaxOf(terms),
      costsOf(terms).approvalMinor.toString(),
    ],
  );
}

import type { Tx } from '../../kit/store/store.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';

/** Opens the books of a new co-op, in the currency that it settles in. */
export async function openBook(tx: Tx, cooperative: string, currency: string): Promise<void> {
  await tx.query(
    'insert into book (cooperative_id, currency, opened_at) values ($1, $2, $3) on conflict do nothing',
    [cooperative, currency, tx.now],
  );
}

/** Keeps the revenue policy of a charter: runs that begin after it takes effect follow it. */
export async function keepPolicy(
  tx: Tx,
  cooperative: string,
  { version, terms, effectiveAt }: { version: number; terms: CharterTerms; effectiveAt: Date },
): Promise<void> {
  const { revenuePolicy: policy, exitBalance } = terms;
  await tx.query(
    `insert into revenue_policy (cooperative_id, version, reserve_bp, commons_bp, reinvest_bp, basis,
       minimum_payout_minor, withholding_tax_bp, exit_balance, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      cooperative,
      version,
      policy.reserveBp,
      policy.commonsBp,
      policy.reinvestBp,
      policy.basis,
      policy.minimumPayoutMinor,
      policy.withholdingTaxBp,
      exitBalance,
      effectiveAt,
    ],
  );
}

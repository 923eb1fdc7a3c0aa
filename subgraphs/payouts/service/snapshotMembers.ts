import type { Tx } from '../../kit/store/tx.js';
import type { Available } from '../domain/licenceMoney.js';
import type { Period } from '../domain/period.js';
import { followsUse, weightOf } from '../domain/weights.js';
import type { Book, RevenuePolicy } from '../store/book.js';
import { readUnpaidUses } from '../store/earningStore.js';
import type { LicenceUse } from '../store/earningStore.js';
import { keyOf, openAccounts } from '../store/ledger.js';
import type { RunMember, RunUse } from '../store/runStore.js';
import { measureMembers } from '../store/snapshotStore.js';

/**
 * The members with a weight in a period, under the pseudonyms of their accounts. If the basis follows use, a weight is
 * what was used under licences that there is money of, since it was last divided; with it, by licence.
 */
export async function snapshotMembers(
  tx: Tx,
  { cooperativeId, currency }: Book,
  { basis, rowsPerPeriodMax }: Pick<RevenuePolicy, 'basis' | 'rowsPerPeriodMax'>,
  period: Period,
  licences: Available['byLicence'],
): Promise<{ members: RunMember[]; uses: RunUse[] }> {
  const used = followsUse(basis)
    ? byMember(await readUnpaidUses(tx, cooperativeId, licences, period.until))
    : new Map<string, LicenceUse[]>();
  const weighted = (await measureMembers(tx, cooperativeId, rowsPerPeriodMax))
    .map(({ memberId, quantity, stakeMinor }) => {
      const uses = used.get(memberId) ?? [];
      const total = (of: 'usage' | 'quality') => uses.reduce((sum, use) => sum + use[of], 0n);
      const measure = { quantity, stakeMinor, usage: total('usage'), quality: total('quality') };
      return { memberId, uses, weight: weightOf(basis, measure) };
    })
    .filter(({ weight }) => weight > 0n);
  const balanceOfMember = (ownerId: string) => ({ code: 'liabilities:member', ownerId, currency }) as const;
  const accounts = await openAccounts(
    tx,
    cooperativeId,
    weighted.map(({ memberId }) => balanceOfMember(memberId)),
  );
  const accountOf = (memberId: string): string => accounts.get(keyOf(balanceOfMember(memberId)))!;
  const members = weighted.map(({ memberId, weight }) => ({
    memberId,
    weight,
    accountId: accountOf(memberId),
  }));
  const uses = weighted.flatMap(({ memberId, uses: own }) =>
    own
      .map((use) => ({
        accountId: accountOf(memberId),
        licenceId: use.licenceId,
        weight: basis === 'USAGE' ? use.usage : use.quality,
      }))
      .filter(({ weight }) => weight > 0n),
  );
  return { members, uses };
}

function byMember(uses: readonly LicenceUse[]): Map<string, LicenceUse[]> {
  const own = new Map<string, LicenceUse[]>();
  for (const use of uses) {
    const known = own.get(use.memberId) ?? [];
    if (known.length === 0) own.set(use.memberId, known);
    known.push(use);
  }
  return own;
}

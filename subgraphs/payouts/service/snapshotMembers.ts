import type { Tx } from '../../kit/store/tx.js';
import type { Period } from '../domain/period.js';
import { followsUse, weightOf } from '../domain/weights.js';
import type { Book, RevenuePolicy } from '../store/book.js';
import { keyOf, openAccounts } from '../store/ledger.js';
import type { RunMember, RunUse } from '../store/runStore.js';
import { measureMembers } from '../store/snapshotStore.js';

/** The members with a weight in a period, under the pseudonyms of their accounts, and their uses by licence. */
export async function snapshotMembers(
  tx: Tx,
  { cooperativeId, currency }: Book,
  { basis, rowsPerPeriodMax }: Pick<RevenuePolicy, 'basis' | 'rowsPerPeriodMax'>,
  period: Period,
): Promise<{ members: RunMember[]; uses: RunUse[] }> {
  const weighted = (await measureMembers(tx, cooperativeId, period, rowsPerPeriodMax))
    .map((member) => ({ ...member, weight: weightOf(basis, member.measure) }))
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
  if (!followsUse(basis)) return { members, uses: [] };
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

import { randomBytes } from 'node:crypto';
import { RunAllocated } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import { money } from '../../kit/domain/money.js';
import type { Tx } from '../../kit/store/tx.js';
import { allocate } from '../domain/allocate.js';
import { linesOf } from '../domain/payslipLines.js';
import { payslipRoot, pseudonymOf } from '../domain/payslipProof.js';
import type { DividendRun } from '../domain/run.js';
import { dividedMinor } from '../domain/runPostings.js';
import { withhold } from '../domain/withholding.js';
import { insertDividends } from '../store/dividendStore.js';
import type { NewDividend } from '../store/dividendStore.js';
import { advanceRun, readRunMembers, readRunRevenue, readRunUses } from '../store/runStore.js';
import type { RunMember, RunUse } from '../store/runStore.js';

const SALT_BYTES = 16;

/** SNAPSHOTTED → ALLOCATED: divides the pool and fixes the run's proof. Nothing is paid yet. */
export async function allocateRun(tx: Tx, run: DividendRun): Promise<void> {
  const { cooperativeId, id } = run;
  const members = await readRunMembers(tx, cooperativeId, id);
  const uses = await readRunUses(tx, cooperativeId, id);
  const revenue = await readRunRevenue(tx, cooperativeId, id);
  const dividends = members.length > 0 ? divide(run, members, uses, revenue) : [];
  let proofRoot: string | null = null;
  if (dividends.length > 0) {
    await insertDividends(tx, cooperativeId, id, dividends);
    proofRoot = payslipRoot(dividends).root;
  }
  await advanceRun(tx, run, 'ALLOCATED', proofRoot);
  tx.append(RunAllocated, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    public: proofRoot ? { proofRoot } : {},
    private: { run: id, dividends: dividends.length },
  });
}

/** In the order of the tree: by pseudonym. */
function divide(
  run: DividendRun,
  members: readonly RunMember[],
  uses: readonly RunUse[],
  revenue: ReadonlyMap<string, bigint>,
): NewDividend[] {
  // Ties fall to the smaller id of a member; who was erased since the snapshot keeps the account's.
  const nameOf = ({ memberId, accountId }: RunMember): string => memberId ?? accountId;
  const pool = money(dividedMinor({ ...run, runId: run.id }), run.currency);
  const shares = allocate(pool, new Map(members.map((member) => [nameOf(member), member.weight])));
  const usesOf = usesByAccount(uses);
  return members
    .map((member): NewDividend => {
      const { accountId, weight } = member;
      const share = shares.get(nameOf(member))!;
      const salt = randomBytes(SALT_BYTES).toString('base64url');
      const lines = [...linesOf(share, usesOf.get(accountId) ?? new Map(), revenue)].map(
        ([licence, line]) => [licence, line.amountMinor] as const,
      );
      return {
        id: newId('dvd'),
        accountId,
        amountMinor: share.amountMinor,
        taxMinor: withhold(share, run.withholdingTaxBp).tax.amountMinor,
        weight,
        pseudonym: pseudonymOf(run.id, nameOf(member), salt),
        salt,
        lines: new Map(lines),
      };
    })
    .toSorted((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
}

function usesByAccount(uses: readonly RunUse[]): Map<string, Map<string, bigint>> {
  const byAccount = new Map<string, Map<string, bigint>>();
  for (const { accountId, licenceId, weight } of uses) {
    const own = byAccount.get(accountId) ?? new Map<string, bigint>();
    byAccount.set(accountId, own.set(licenceId, weight));
  }
  return byAccount;
}

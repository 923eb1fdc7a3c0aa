import { randomBytes } from 'node:crypto';
import { RunAllocated } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import { money } from '../../kit/domain/money.js';
import type { Tx } from '../../kit/store/tx.js';
import { divide } from '../domain/division.js';
import { NO_LICENCE, partsOf } from '../domain/licenceMoney.js';
import { linedRoots, payslipLabel } from '../domain/linedTree.js';
import { pseudonymOf } from '../domain/payslipProof.js';
import type { DividendRun } from '../domain/run.js';
import { dividedMinor } from '../domain/runPostings.js';
import { withhold } from '../domain/withholding.js';
import { insertDividends } from '../store/dividendStore.js';
import type { NewDividend } from '../store/dividendStore.js';
import {
  advanceRun,
  readRunColumns,
  readRunMembers,
  readRunRevenue,
  readRunUses,
  writeRoots,
} from '../store/runStore.js';
import type { RunMember, RunUse } from '../store/runStore.js';

const SALT_BYTES = 16;

/** SNAPSHOTTED → ALLOCATED: divides the pool and fixes the run's proof. Nothing is paid yet. */
export async function allocateRun(tx: Tx, run: DividendRun): Promise<void> {
  const { cooperativeId, id } = run;
  const members = await readRunMembers(tx, cooperativeId, id);
  const uses = await readRunUses(tx, cooperativeId, id);
  const dividends = members.length > 0 ? dividendsOf(run, members, uses, await columnsOf(tx, run)) : [];
  let proofRoot: string | null = null;
  if (dividends.length > 0) {
    await insertDividends(tx, cooperativeId, id, dividends);
    const { root, licences } = linedRoots(id, dividends);
    await writeRoots(tx, run, root, licences);
    proofRoot = root;
  }
  await advanceRun(tx, run, 'ALLOCATED');
  tx.append(RunAllocated, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    public: proofRoot ? { proofRoot } : {},
    private: { run: id, dividends: dividends.length },
  });
}

/** What is divided of each licence's money. A run from before that was kept divides its pool by revenue. */
async function columnsOf(tx: Tx, run: DividendRun): Promise<Map<string, bigint>> {
  const { cooperativeId, id, poolMinor } = run;
  const kept = await readRunColumns(tx, cooperativeId, id);
  if (kept.length > 0) return new Map(kept.map(({ licenceId, partMinor }) => [licenceId, partMinor]));
  const columns = partsOf(poolMinor, await readRunRevenue(tx, cooperativeId, id));
  const commonMinor = dividedMinor({ ...run, runId: id }) - poolMinor;
  if (commonMinor > 0n) columns.set(NO_LICENCE, (columns.get(NO_LICENCE) ?? 0n) + commonMinor);
  return columns;
}

function dividendsOf(
  run: DividendRun,
  members: readonly RunMember[],
  uses: readonly RunUse[],
  columns: ReadonlyMap<string, bigint>,
): NewDividend[] {
  // Ties fall to the smaller id of a member; who was erased since the snapshot keeps the account's.
  const nameOf = ({ memberId, accountId }: RunMember): string => memberId ?? accountId;
  const nameOfAccount = new Map(members.map((member) => [member.accountId, nameOf(member)]));
  const usesByLicence = new Map<string, Map<string, bigint>>();
  for (const { accountId, licenceId, weight } of uses) {
    const users = usesByLicence.get(licenceId) ?? new Map<string, bigint>();
    usesByLicence.set(licenceId, users.set(nameOfAccount.get(accountId)!, weight));
  }
  const weights = new Map(members.map((member) => [nameOf(member), member.weight]));
  const divided = divide({ basis: run.basis, weights, uses: usesByLicence, columns });
  return members.map((member): NewDividend => {
    const { accountId, weight } = member;
    const lines = divided.get(nameOf(member))!;
    const amountMinor = [...lines.values()].reduce((sum, line) => sum + line, 0n);
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    const pseudonym = pseudonymOf(run.id, nameOf(member), salt);
    return {
      id: newId('dvd'),
      accountId,
      amountMinor,
      taxMinor: withhold(money(amountMinor, run.currency), run.withholdingTaxBp).tax.amountMinor,
      weight,
      pseudonym,
      salt,
      leaf: payslipLabel(pseudonym, lines),
      lines,
    };
  });
}

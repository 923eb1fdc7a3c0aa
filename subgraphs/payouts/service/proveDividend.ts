import assert from 'node:assert';
import type { Tx } from '../../kit/store/tx.js';
import type { Dividend } from '../domain/dividend.js';
import { proveLined } from '../domain/linedProof.js';
import type { LinedProof } from '../domain/linedProof.js';
import { lineLabel } from '../domain/linedTree.js';
import type { LabelledLeaf } from '../domain/linedTree.js';
import { provePayslip } from '../domain/payslipProof.js';
import type { PayslipProof } from '../domain/payslipProof.js';
import { readLeaves, readLicenceLines, readLines, readPayslipLeaves } from '../store/dividendStore.js';
import { findRun, readRunColumns } from '../store/runStore.js';

/** The proof of one dividend, in the form that its run was allocated in. */
export async function proveDividend(
  tx: Tx,
  dividend: Dividend & { salt: string },
): Promise<LinedProof | PayslipProof> {
  const { cooperativeId, runId, id, salt, pseudonym, amountMinor } = dividend;
  const run = await findRun(tx, cooperativeId, runId);
  if (run?.proofVersion === 1) {
    const leaves = await readLeaves(tx, cooperativeId, runId);
    const index = leaves.findIndex((leaf) => leaf.dividendId === id);
    assert(index >= 0, `${id} is no leaf of ${runId}`);
    return provePayslip(runId, leaves, index, salt);
  }
  const own = await readLines(tx, cooperativeId, id);
  const lines = new Map(own.map((line) => [line.licenceId, line.amountMinor]));
  const linesOf = new Map<string, LabelledLeaf[]>([...lines.keys()].map((licence) => [licence, []]));
  for (const line of await readLicenceLines(tx, cooperativeId, runId, [...lines.keys()])) {
    const { licenceId, pseudonym: of } = line;
    linesOf.get(licenceId)!.push({ label: lineLabel(of, licenceId), amountMinor: line.amountMinor });
  }
  const columns = await readRunColumns(tx, cooperativeId, runId);
  return proveLined({
    ...{ run: runId, pseudonym, salt, amountMinor, lines, linesOf },
    payslips: await readPayslipLeaves(tx, cooperativeId, runId),
    licences: new Map(
      columns.map(({ licenceId, partMinor, root }) => [licenceId, { partMinor, root: root! }]),
    ),
  });
}

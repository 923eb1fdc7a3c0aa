import type { Lines } from './division.js';
import { NO_LICENCE } from './licenceMoney.js';
import { inOrder, licenceLabel, licenceLeaves, lineLabel, payslipLabel, rootOver } from './linedTree.js';
import type { LabelledLeaf, LicenceRoot } from './linedTree.js';
import { jsonPath } from './payslipProof.js';
import type { JsonStep } from './payslipProof.js';
import { sumPath, sumRoot } from './sumTree.js';

/**
 * What a member gets to check that their dividend, and each line of it, is in what the co-op published. All JSON. The
 * wallet's `checkPayslip` follows it. It shows no more: not that every other leaf is a member, nor that the weights were
 * right.
 */
export interface LinedProof {
  v: 2;
  type: 'PayslipProof';
  run: string;
  /** The member's name in this run: SHA-256 of `pseudonymOf`. */
  pseudonym: string;
  /** Known to the member alone: opens the pseudonym. */
  salt: string;
  amountMinor: string;
  path: JsonStep[];
  lines: {
    /** Null for what belongs to no licence. */
    licence: string | null;
    amountMinor: string;
    /** To the root of the licence's lines. */
    path: JsonStep[];
    /** The sum of all lines of the licence. */
    partMinor: string;
    /** From there to the root of all licences. */
    partPath: JsonStep[];
  }[];
  /** Root of the licences, in lowercase hex; with that of the payslips it makes `root`. */
  licencesRoot: string;
  root: string;
  totalMinor: string;
}

/** What is read to prove one payslip: its own lines, and the leaves of the trees that they stand in. */
export interface ProofSources {
  run: string;
  pseudonym: string;
  salt: string;
  amountMinor: bigint;
  lines: Lines;
  /** The payslips of the run. */
  payslips: readonly LabelledLeaf[];
  /** Of each licence of a line of the member's, all lines. */
  linesOf: ReadonlyMap<string, readonly LabelledLeaf[]>;
  licences: ReadonlyMap<string, LicenceRoot>;
}

export function proveLined(sources: ProofSources): LinedProof {
  const { run, pseudonym, salt, amountMinor, lines, payslips, linesOf, licences } = sources;
  const parts = licenceLeaves(run, licences);
  const licencesNode = sumRoot(inOrder(parts));
  const { root, totalMinor } = rootOver(run, sumRoot(inOrder(payslips)), licencesNode);
  return {
    v: 2,
    type: 'PayslipProof',
    run,
    pseudonym,
    salt,
    amountMinor: amountMinor.toString(),
    path: pathTo(payslips, payslipLabel(pseudonym, lines)),
    lines: [...lines]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([licence, line]) => {
        const part = licences.get(licence)!;
        return {
          licence: licence === NO_LICENCE ? null : licence,
          amountMinor: line.toString(),
          path: pathTo(linesOf.get(licence)!, lineLabel(pseudonym, licence)),
          partMinor: part.partMinor.toString(),
          partPath: pathTo(parts, licenceLabel(run, licence, part.root)),
        };
      }),
    licencesRoot: licencesNode.hash.toString('hex'),
    root,
    totalMinor: totalMinor.toString(),
  };
}

function pathTo(leaves: readonly LabelledLeaf[], label: string): JsonStep[] {
  const ordered = inOrder(leaves);
  const bytes = Buffer.from(label, 'hex');
  const index = ordered.findIndex((leaf) => bytes.equals(leaf.label));
  return jsonPath(sumPath(ordered, index));
}

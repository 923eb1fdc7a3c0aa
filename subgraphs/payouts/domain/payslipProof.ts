import { createHash } from 'node:crypto';
import { sumPath, sumRoot } from './sumTree.js';
import type { SumLeaf, SumStep } from './sumTree.js';

/**
 * What a member gets to check that their dividend is in the pool that the co-op published. All JSON. This is the form of
 * runs that were allocated before lines stood in the proof (`linedProof.ts`): their roots are published and stay.
 */
export interface PayslipProof {
  v: 1;
  type: 'PayslipProof';
  run: string;
  /** The member's name in this run: SHA-256 of `pseudonymOf`. */
  pseudonym: string;
  /** Known to the member alone: opens the pseudonym. */
  salt: string;
  amountMinor: string;
  path: JsonStep[];
  root: string;
  totalMinor: string;
}

/** From the leaf up. A neighbour's sum is another member's amount, under a name that nobody can open. */
export interface JsonStep {
  side: 'LEFT' | 'RIGHT';
  /** Lowercase hex. */
  hash: string;
  sumMinor: string;
}

/** A path as proofs have it. */
export function jsonPath(steps: readonly SumStep[]): JsonStep[] {
  return steps.map(({ side, hash, sum }) => ({ side, hash: hash.toString('hex'), sumMinor: sum.toString() }));
}

/** A leaf before it is hashed: a member's dividend under the name made for the run. */
export interface PayslipLeaf {
  pseudonym: string;
  amountMinor: bigint;
}

/**
 * The name of a member in one run: nobody can link it to another run or to the member without the salt, and the
 * operator cannot show two members the same leaf.
 *
 * @param salt - 16 random bytes, base64url.
 * @returns lowercase hex SHA-256 over `payslip/v1 ‖ 0x00 ‖ run ‖ 0x00 ‖ member ‖ 0x00 ‖ salt` as text.
 */
export function pseudonymOf(runId: string, memberId: string, salt: string): string {
  return createHash('sha256').update(['payslip/v1', runId, memberId, salt].join('\0'), 'utf8').digest('hex');
}

/** The root and total that a run publishes. */
export function payslipRoot(leaves: readonly PayslipLeaf[]): { root: string; totalMinor: bigint } {
  const { hash, sum } = sumRoot(leaves.map(toLeaf));
  return { root: hash.toString('hex'), totalMinor: sum };
}

export function provePayslip(
  runId: string,
  leaves: readonly PayslipLeaf[],
  index: number,
  salt: string,
): PayslipProof {
  const tree = leaves.map(toLeaf);
  const { pseudonym, amountMinor } = leaves[index]!;
  const { root, totalMinor } = payslipRoot(leaves);
  return {
    v: 1,
    type: 'PayslipProof',
    run: runId,
    pseudonym,
    salt,
    amountMinor: amountMinor.toString(),
    path: jsonPath(sumPath(tree, index)),
    root,
    totalMinor: totalMinor.toString(),
  };
}

function toLeaf({ pseudonym, amountMinor }: PayslipLeaf): SumLeaf {
  return { label: Buffer.from(pseudonym, 'hex'), amountMinor };
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { climb, sumPath, sumRoot } from './sumTree.js';
import type { SumLeaf, SumStep } from './sumTree.js';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const minor = z.string().regex(/^\d{1,38}$/);

/** What a member gets to check that their dividend is in the pool that the co-op published. All JSON. */
const payslipProofSchema = z.strictObject({
  v: z.literal(1),
  type: z.literal('PayslipProof'),
  run: z.string(),
  /** The member's name in this run: SHA-256 of `pseudonymOf`. */
  pseudonym: hex32,
  /** Known to the member alone: opens the pseudonym. */
  salt: z.string().regex(/^[\w-]{22}$/),
  amountMinor: minor,
  /** From the leaf up. A neighbour's sum is another member's amount, under a name that nobody can open. */
  path: z.array(z.strictObject({ side: z.enum(['LEFT', 'RIGHT']), hash: hex32, sumMinor: minor })).max(64),
  root: hex32,
  totalMinor: minor,
});
export type PayslipProof = z.infer<typeof payslipProofSchema>;

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
    path: sumPath(tree, index).map(({ side, hash, sum }) => ({
      side,
      hash: hash.toString('hex'),
      sumMinor: sum.toString(),
    })),
    root,
    totalMinor: totalMinor.toString(),
  };
}

/**
 * Whether a proof shows that this member's amount is part of the published total. It shows no more: not that
 * every other leaf is a member, nor that the weights were right.
 */
export function verifyPayslip(
  proof: unknown,
  expected: { runId: string; memberId: string; root: string; totalMinor: bigint },
): boolean {
  const read = payslipProofSchema.safeParse(proof);
  if (!read.success) return false;
  const { run, pseudonym, salt, amountMinor, path, root, totalMinor } = read.data;
  if (run !== expected.runId || root !== expected.root) return false;
  if (pseudonym !== pseudonymOf(run, expected.memberId, salt)) return false;
  if (BigInt(totalMinor) !== expected.totalMinor) return false;
  const steps = path.map(({ side, hash, sumMinor }): SumStep => ({
    side,
    hash: Buffer.from(hash, 'hex'),
    sum: BigInt(sumMinor),
  }));
  const top = climb(toLeaf({ pseudonym, amountMinor: BigInt(amountMinor) }), steps);
  return top !== undefined && top.hash.toString('hex') === root && top.sum === expected.totalMinor;
}

function toLeaf({ pseudonym, amountMinor }: PayslipLeaf): SumLeaf {
  return { label: Buffer.from(pseudonym, 'hex'), amountMinor };
}

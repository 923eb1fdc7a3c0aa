import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { payslipRoot, provePayslip, pseudonymOf } from '../../../subgraphs/payouts/domain/payslipProof.js';
import type { PayslipProof } from '../../../subgraphs/payouts/domain/payslipProof.js';

import { checkPayslip } from '../../../wallet/credentials/payslip.js';
import type { PayslipProof as Shown } from '../../../wallet/credentials/payslip.js';

const RUN = 'run_1';
/** As the wallet sees it. */
function verifyPayslip(
  proof: unknown,
  { runId, memberId, ...published }: { runId: string; memberId: string; root: string; totalMinor: bigint },
): boolean {
  const shown = proof as Shown;
  try {
    checkPayslip(shown, memberId, published);
  } catch {
    return false;
  }
  return shown.run === runId;
}
const saltOf = (i: number) => Buffer.alloc(16, i + 1).toString('base64url');
const treeOf = (amounts: readonly bigint[]) =>
  amounts.map((amountMinor, i) => ({ pseudonym: pseudonymOf(RUN, `mem_${i}`, saltOf(i)), amountMinor }));

function proofOf(amounts: readonly bigint[], index: number) {
  const leaves = treeOf(amounts);
  const expected = { runId: RUN, memberId: `mem_${index}`, ...payslipRoot(leaves) };
  return { proof: provePayslip(RUN, leaves, index, saltOf(index)), expected };
}

const trees = fc.array(fc.bigInt(0n, 10n ** 15n), { minLength: 1, maxLength: 40 });
const places = trees.chain((amounts) => fc.tuple(fc.constant(amounts), fc.nat(amounts.length - 1)));

describe('the proof of a payslip from before lines stood in it', () => {
  it('verifies for every member of every run', () => {
    fc.assert(
      fc.property(places, ([amounts, index]) => {
        const { proof, expected } = proofOf(amounts, index);
        expect(verifyPayslip(proof, expected)).toBe(true);
        expect(expected.totalMinor).toBe(amounts.reduce((sum, amount) => sum + amount, 0n));
      }),
    );
  });

  it('survives JSON', () => {
    const { proof, expected } = proofOf([1n, 2n, 3n], 1);
    expect(verifyPayslip(JSON.parse(JSON.stringify(proof)), expected)).toBe(true);
  });

  it('fails for another amount, even one that another leaf makes up for', () => {
    fc.assert(
      fc.property(places, fc.bigInt(1n, 1000n), ([amounts, index], more) => {
        const { proof, expected } = proofOf(amounts, index);
        expect(verifyPayslip({ ...proof, amountMinor: String(amounts[index]! + more) }, expected)).toBe(
          false,
        );
        const [first, ...rest] = proof.path;
        if (!first || BigInt(first.sumMinor) < more) return;
        const moved: PayslipProof = {
          ...proof,
          amountMinor: String(amounts[index]! + more),
          path: [{ ...first, sumMinor: String(BigInt(first.sumMinor) - more) }, ...rest],
        };
        expect(verifyPayslip(moved, expected)).toBe(false);
      }),
    );
  });

  const tampered: { name: string; change: (proof: PayslipProof) => unknown }[] = [
    { name: 'another run', change: (proof) => ({ ...proof, run: 'run_2' }) },
    { name: 'another salt', change: (proof) => ({ ...proof, salt: saltOf(9) }) },
    { name: 'another pseudonym', change: (proof) => ({ ...proof, pseudonym: '00'.repeat(32) }) },
    { name: 'a shorter path', change: (proof) => ({ ...proof, path: proof.path.slice(1) }) },
    { name: 'a reversed path', change: (proof) => ({ ...proof, path: proof.path.toReversed() }) },
    {
      name: 'a side swapped',
      change: (proof) => ({ ...proof, path: proof.path.map((s) => ({ ...s, side: 'LEFT' })) }),
    },
    {
      name: 'a sum below zero',
      change: (proof) => ({ ...proof, path: proof.path.map((s) => ({ ...s, sumMinor: '-1' })) }),
    },
    { name: 'a sum beyond 128 bits', change: (proof) => ({ ...proof, amountMinor: '9'.repeat(38) + '9' }) },
    {
      name: 'a huge sum',
      change: (proof) => ({ ...proof, path: proof.path.map((s) => ({ ...s, sumMinor: '9'.repeat(38) })) }),
    },
    { name: 'an unknown version', change: (proof) => ({ ...proof, v: 2 }) },
    { name: 'nothing', change: () => null },
  ];
  it.each(tampered)('fails for $name', ({ change }) => {
    const { proof, expected } = proofOf([10n, 20n, 30n, 40n, 50n], 0);
    expect(verifyPayslip(change(proof), expected)).toBe(false);
  });

  it('is of use to one member alone', () => {
    const { proof, expected } = proofOf([10n, 10n], 0);
    expect(verifyPayslip(proof, { ...expected, memberId: 'mem_1' })).toBe(false);
  });

  it('gives a member other names in other runs', () => {
    expect(pseudonymOf('run_1', 'mem_1', saltOf(0))).not.toBe(pseudonymOf('run_2', 'mem_1', saltOf(0)));
  });
});

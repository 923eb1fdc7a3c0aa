import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_LICENCE } from '../../../subgraphs/payouts/domain/licenceMoney.js';
import { proveLined } from '../../../subgraphs/payouts/domain/linedProof.js';
import {
  lineLabel,
  lineLeaves,
  linedRoots,
  payslipLabel,
} from '../../../subgraphs/payouts/domain/linedTree.js';
import type { LinedLeaf } from '../../../subgraphs/payouts/domain/linedTree.js';
import { pseudonymOf } from '../../../subgraphs/payouts/domain/payslipProof.js';
import { checkPayslip } from '../../../wallet/credentials/payslip.js';
import type { PayslipProof, ProvedLine } from '../../../wallet/credentials/payslip.js';

const RUN = 'run_1';
const LICENCES = [NO_LICENCE, 'lic_a', 'lic_b', 'lic_c'];
const saltOf = (i: number) => Buffer.alloc(16, i + 1).toString('base64url');

/** Members' lines as a table, in which a zero is no line. */
function leavesOf(table: readonly (readonly bigint[])[]): LinedLeaf[] {
  return table.map((row, i) => {
    const lines = new Map(
      row.flatMap((line, j): [string, bigint][] => (line > 0n ? [[LICENCES[j]!, line]] : [])),
    );
    const amountMinor = row.reduce((sum, line) => sum + line, 0n);
    return { pseudonym: pseudonymOf(RUN, `mem_${i}`, saltOf(i)), amountMinor, lines };
  });
}

function proofOf(table: readonly (readonly bigint[])[], index: number) {
  const leaves = leavesOf(table);
  const { root, totalMinor, licences } = linedRoots(RUN, leaves);
  const { pseudonym, amountMinor, lines } = leaves[index]!;
  const proof = proveLined({
    ...{ run: RUN, pseudonym, salt: saltOf(index), amountMinor, lines, licences },
    payslips: leaves.map((leaf) => ({
      label: payslipLabel(leaf.pseudonym, leaf.lines),
      amountMinor: leaf.amountMinor,
    })),
    linesOf: new Map([...licences.keys()].map((licence) => [licence, lineLeaves(leaves, licence)])),
  });
  return {
    proof: JSON.parse(JSON.stringify(proof)) as PayslipProof,
    published: { root, totalMinor },
    licences,
  };
}

const line = fc.oneof(fc.constant(0n), fc.bigInt(1n, 10n ** 12n));
const tables = fc
  .array(fc.tuple(line, line, line, line), { minLength: 1, maxLength: 20 })
  .filter((table) => table.some((row) => row.some((cell) => cell > 0n)));
const places = tables.chain((table) => fc.tuple(fc.constant(table), fc.nat(table.length - 1)));

describe('the proof of a payslip with its lines', () => {
  it('holds for every member of every run, also for one who gets nothing', () => {
    fc.assert(
      fc.property(places, ([table, index]) => {
        const { proof, published, licences } = proofOf(table, index);
        checkPayslip(proof, `mem_${index}`, published);
        expect(published.totalMinor).toBe(
          [...licences.values()].reduce((sum, { partMinor }) => sum + partMinor, 0n),
        );
        for (const { licence, partMinor } of proof.lines!) {
          const column = LICENCES.indexOf(licence ?? NO_LICENCE);
          expect(BigInt(partMinor)).toBe(table.reduce((sum, row) => sum + row[column]!, 0n));
        }
      }),
      { seed: 5 },
    );
  });

  const TABLE = [
    [5n, 10n, 20n, 0n],
    [5n, 30n, 0n, 7n],
    [0n, 1n, 2n, 3n],
    [1n, 0n, 0n, 0n],
  ];
  const withLines = (change: (lines: ProvedLine[]) => readonly ProvedLine[]) => (proof: PayslipProof) => ({
    ...proof,
    lines: change([...proof.lines!]),
  });
  const tampered: { name: string; change: (proof: PayslipProof) => unknown }[] = [
    { name: 'another amount', change: (proof) => ({ ...proof, amountMinor: '36' }) },
    {
      name: 'money moved from one line to another',
      change: withLines(([none, a, b]) => [none!, { ...a!, amountMinor: '9' }, { ...b!, amountMinor: '21' }]),
    },
    {
      name: 'a licence renamed',
      change: withLines(([none, a, b]) => [none!, { ...a!, licence: 'lic_x' }, b!]),
    },
    {
      name: 'two lines swapped',
      change: withLines(([none, a, b]) => [none!, { ...a!, licence: 'lic_b' }, { ...b!, licence: 'lic_a' }]),
    },
    { name: 'a line left out', change: withLines(([none, a]) => [none!, a!]) },
    { name: 'a line twice', change: withLines(([none, a, b]) => [none!, a!, a!, b!]) },
    { name: 'no lines at all', change: withLines(() => []) },
    {
      name: 'a larger part of a licence',
      change: withLines(([none, a, b]) => [none!, { ...a!, partMinor: '42' }, b!]),
    },
    {
      name: 'a line without its path',
      change: withLines(([none, a, b]) => [none!, { ...a!, path: [] }, b!]),
    },
    {
      name: 'a licence without its path',
      change: withLines(([none, a, b]) => [none!, { ...a!, partPath: [] }, b!]),
    },
    {
      name: 'another root of the licences',
      change: (proof) => ({ ...proof, licencesRoot: '00'.repeat(32) }),
    },
    { name: 'another run', change: (proof) => ({ ...proof, run: 'run_2' }) },
    { name: 'another salt', change: (proof) => ({ ...proof, salt: saltOf(9) }) },
    { name: 'a shorter path', change: (proof) => ({ ...proof, path: proof.path.slice(1) }) },
    {
      name: 'a side swapped',
      change: (proof) => ({
        ...proof,
        path: proof.path.map((step) => ({ ...step, side: step.side === 'LEFT' ? 'RIGHT' : 'LEFT' })),
      }),
    },
    {
      name: 'a sum below zero',
      change: (proof) => ({ ...proof, path: proof.path.map((step) => ({ ...step, sumMinor: '-1' })) }),
    },
    {
      name: 'a sum beyond all money',
      change: (proof) => ({
        ...proof,
        path: proof.path.map((step) => ({ ...step, sumMinor: '9'.repeat(39) })),
      }),
    },
    { name: 'the older form', change: (proof) => ({ ...proof, v: 1 }) },
    { name: 'a form of later', change: (proof) => ({ ...proof, v: 3 }) },
  ];
  it.each(tampered)('fails for $name', ({ change }) => {
    const { proof, published } = proofOf(TABLE, 0);
    checkPayslip(proof, 'mem_0', published);
    expect(() => checkPayslip(change(proof) as PayslipProof, 'mem_0', published)).toThrow('This payslip');
  });

  it('is of use to one member alone', () => {
    const { proof, published } = proofOf(TABLE, 0);
    expect(() => checkPayslip(proof, 'mem_1', published)).toThrow('somebody else’s');
  });

  it('holds against one root and one total', () => {
    const { proof, published } = proofOf(TABLE, 0);
    expect(() => checkPayslip(proof, 'mem_0', { ...published, root: '00'.repeat(32) })).toThrow(
      'another root',
    );
    expect(() => checkPayslip(proof, 'mem_0', { ...published, totalMinor: 1n })).toThrow('another total');
  });

  it('calls a member otherwise in each licence', () => {
    const pseudonym = pseudonymOf(RUN, 'mem_0', saltOf(0));
    expect(lineLabel(pseudonym, 'lic_a')).not.toBe(lineLabel(pseudonym, 'lic_b'));
  });
});

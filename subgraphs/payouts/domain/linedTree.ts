import { createHash } from 'node:crypto';
import assert from 'node:assert';
import type { Lines } from './division.js';
import { sumRoot } from './sumTree.js';
import type { SumLeaf, SumNode } from './sumTree.js';

/**
 * What a run commits to: two Merkle-sum trees with one total. One holds the payslips, the other the licences; each
 * licence's leaf holds the root of a third kind of tree, over its lines. So a root says at once that payslips, and
 * licences, sum to the pool, that a licence's lines sum to its part, and which lines a payslip has.
 *
 * Every label is SHA-256 over texts joined by 0x00, the first of which names what it is.
 */
const labelOf = (...texts: string[]): string =>
  createHash('sha256').update(texts.join('\0'), 'utf8').digest('hex');

/** @param pseudonym - of the member in the run; its salt keeps others from trying lines out. */
export function payslipLabel(pseudonym: string, lines: Lines): string {
  const said = [...lines]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, minor]) => [id, String(minor)]);
  return labelOf('payslip/v2', pseudonym, ...said);
}

/** A member's name in the tree of one licence: another one in each, so that neighbours cannot be told again. */
export const lineLabel = (pseudonym: string, licence: string): string =>
  labelOf('payslip-line/v2', pseudonym, licence);

/** @param root - of the licence's lines, lowercase hex. */
export const licenceLabel = (run: string, licence: string, root: string): string =>
  labelOf('payslip-licence/v2', run, licence, root);

/** @param payslips - and `licences`: the roots of the two trees, lowercase hex. */
const runRoot = (run: string, totalMinor: bigint, payslips: string, licences: string): string =>
  labelOf('payslip-run/v2', run, String(totalMinor), payslips, licences);

/** A payslip as the trees know it. */
export interface LinedLeaf {
  pseudonym: string;
  amountMinor: bigint;
  lines: Lines;
}

/** A leaf before it is hashed, its label in hex. */
export interface LabelledLeaf {
  label: string;
  amountMinor: bigint;
}

/** A licence's part of a run, and the root over its lines in lowercase hex. */
export interface LicenceRoot {
  partMinor: bigint;
  root: string;
}

/** Leaves in the order of their labels, which says nothing of anybody. */
export function inOrder(leaves: readonly LabelledLeaf[]): SumLeaf[] {
  return leaves
    .toSorted((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ label, amountMinor }) => ({ label: Buffer.from(label, 'hex'), amountMinor }));
}

export const lineLeaves = (leaves: readonly LinedLeaf[], licence: string): LabelledLeaf[] =>
  leaves
    .filter(({ lines }) => lines.has(licence))
    .map(({ pseudonym, lines }) => ({
      label: lineLabel(pseudonym, licence),
      amountMinor: lines.get(licence)!,
    }));

export const licenceLeaves = (run: string, licences: ReadonlyMap<string, LicenceRoot>): LabelledLeaf[] =>
  [...licences].map(([licence, { root, partMinor }]) => ({
    label: licenceLabel(run, licence, root),
    amountMinor: partMinor,
  }));

/** The roots that a run publishes or keeps. At least one payslip, and one line. */
export function linedRoots(
  run: string,
  leaves: readonly LinedLeaf[],
): { root: string; totalMinor: bigint; licences: Map<string, LicenceRoot> } {
  const byLicence = new Map<string, LabelledLeaf[]>();
  for (const { pseudonym, lines } of leaves) {
    for (const [licence, amountMinor] of lines) {
      const known = byLicence.get(licence) ?? [];
      if (known.length === 0) byLicence.set(licence, known);
      known.push({ label: lineLabel(pseudonym, licence), amountMinor });
    }
  }
  const licences = new Map<string, LicenceRoot>();
  for (const [licence, lines] of byLicence) {
    const { hash, sum } = sumRoot(inOrder(lines));
    licences.set(licence, { root: hash.toString('hex'), partMinor: sum });
  }
  const payslips = leaves.map((leaf) => ({
    label: payslipLabel(leaf.pseudonym, leaf.lines),
    amountMinor: leaf.amountMinor,
  }));
  const top = rootOver(run, sumRoot(inOrder(payslips)), sumRoot(inOrder(licenceLeaves(run, licences))));
  return { ...top, licences };
}

/** @throws AssertionError unless payslips and licences have the same total. */
export function rootOver(
  run: string,
  payslips: SumNode,
  licences: SumNode,
): { root: string; totalMinor: bigint } {
  assert.equal(payslips.sum, licences.sum, `payslips and licences of ${run} have different totals`);
  const root = runRoot(run, payslips.sum, payslips.hash.toString('hex'), licences.hash.toString('hex'));
  return { root, totalMinor: payslips.sum };
}

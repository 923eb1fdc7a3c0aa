import { sha256 } from '@noble/hashes/sha2.js';

import { sha256Hex } from '../encoding/canonical.js';
import { concat, fromHex, toHex, utf8, type Bytes } from '../encoding/bytes.js';
import { WalletError } from '../errors.js';

/** One step up a Merkle-sum tree: the neighbour, and what stands below it together. */
export interface SumStep {
  readonly side: 'LEFT' | 'RIGHT';
  /** Lowercase hex. */
  readonly hash: string;
  /** Minor units, decimal. */
  readonly sumMinor: string;
}

/** What one licence brought the member, and where it stands among all that the licence brought. */
export interface ProvedLine {
  /** Null for what belongs to no licence. */
  readonly licence: string | null;
  readonly amountMinor: string;
  readonly path: readonly SumStep[];
  /** All that the licence brought in the run. */
  readonly partMinor: string;
  readonly partPath: readonly SumStep[];
}

/** A proof as `Dividend.proof` gives it: of version 2 with lines, of older runs without. */
export interface PayslipProof {
  readonly v: number;
  readonly run: string;
  readonly pseudonym: string;
  readonly salt: string;
  readonly amountMinor: string;
  readonly path: readonly SumStep[];
  readonly lines?: readonly ProvedLine[];
  readonly licencesRoot?: string;
}

/** What a run publishes of what it divided. */
export interface PublishedRun {
  /** `DividendRun.proofRoot`, lowercase hex. */
  readonly root: string;
  /** `DividendRun.pool` in minor units. */
  readonly totalMinor: bigint;
}

/**
 * The root and the total that a payslip leads to, once its pseudonym is shown to be this member's. Of one with lines: the
 * lines sum to the amount, and each is part of what its licence brought, which is part of the same total.
 *
 * It says nothing of weights, nor that every other leaf is a member.
 *
 * @param member - the member's id.
 * @throws PAYSLIP_INVALID when it is another's, or does not add up.
 */
export function rootOfPayslip(proof: PayslipProof, member: string): PublishedRun {
  const { v, run, pseudonym, salt, amountMinor, path } = proof;
  const named = labelOf('payslip/v1', run, member, salt);
  requireThat(named === pseudonym, 'is somebody else’s');
  if (v === 1) {
    const { hash, sum } = climb(pseudonym, minorOf(amountMinor), path);
    return { root: hash, totalMinor: sum };
  }
  requireThat(v === 2, 'has a form that this wallet does not know');
  return rootOfLines(proof);
}

/** @throws PAYSLIP_INVALID unless the payslip is this member's and part of what the run published. */
export function checkPayslip(proof: PayslipProof, member: string, published: PublishedRun): void {
  const { root, totalMinor } = rootOfPayslip(proof, member);
  requireThat(root === published.root, 'leads to another root than the run published');
  requireThat(totalMinor === published.totalMinor, 'is part of another total than the run published');
}

function rootOfLines({
  run,
  pseudonym,
  amountMinor,
  path,
  lines = [],
  licencesRoot = '',
}: PayslipProof): PublishedRun {
  const sorted = lines
    .map((line) => ({ ...line, id: line.licence ?? '', minor: minorOf(line.amountMinor) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  requireThat(new Set(sorted.map(({ id }) => id)).size === sorted.length, 'has two lines of one licence');
  const sum = sorted.reduce((total, { minor }) => total + minor, 0n);
  requireThat(sum === minorOf(amountMinor), 'has lines that do not sum to it');

  const said = sorted.flatMap(({ id, minor }) => [id, String(minor)]);
  const payslips = climb(labelOf('payslip/v2', pseudonym, ...said), sum, path);
  for (const line of sorted) {
    const part = climb(labelOf('payslip-line/v2', pseudonym, line.id), line.minor, line.path);
    requireThat(part.sum === minorOf(line.partMinor), 'has a line that is no part of its licence’s');
    const top = climb(labelOf('payslip-licence/v2', run, line.id, part.hash), part.sum, line.partPath);
    requireThat(
      top.hash === licencesRoot && top.sum === payslips.sum,
      'has a licence that is no part of the total',
    );
  }
  const root = labelOf('payslip-run/v2', run, String(payslips.sum), payslips.hash, licencesRoot);
  return { root, totalMinor: payslips.sum };
}

/** leaf = SHA-256(0x00 ‖ sum ‖ label); node = SHA-256(0x01 ‖ left sum ‖ left hash ‖ right sum ‖ right hash). */
function climb(label: string, amountMinor: bigint, path: readonly SumStep[]): { hash: string; sum: bigint } {
  let sum = amountMinor;
  let hash: Uint8Array = sha256(concat(Uint8Array.of(0), sumBytes(sum), fromHex(label)));
  for (const step of path) {
    const own = concat(sumBytes(sum), hash);
    const neighbour = concat(sumBytes(minorOf(step.sumMinor)), fromHex(step.hash));
    const pair = step.side === 'LEFT' ? [neighbour, own] : [own, neighbour];
    hash = sha256(concat(Uint8Array.of(1), ...pair));
    sum += minorOf(step.sumMinor);
  }
  requireThat(sum < SUM_LIMIT, 'has a sum beyond all money');
  return { hash: toHex(hash), sum };
}

const SUM_BYTES = 16;
const SUM_LIMIT = 1n << 128n;

function sumBytes(sum: bigint): Bytes {
  requireThat(sum < SUM_LIMIT, 'has a sum beyond all money');
  return fromHex(sum.toString(16).padStart(SUM_BYTES * 2, '0'));
}

function minorOf(text: string): bigint {
  requireThat(/^\d{1,38}$/.test(text), 'has an amount that is none');
  return BigInt(text);
}

function labelOf(...texts: string[]): string {
  return sha256Hex(utf8(texts.join('\0')));
}

function requireThat(holds: boolean, fault: string): void {
  if (!holds) throw new WalletError('PAYSLIP_INVALID', `This payslip ${fault}.`);
}

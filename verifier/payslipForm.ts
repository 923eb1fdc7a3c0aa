import { fromHex } from './bytes.js';
import { Fault } from './fault.js';
import { isObject } from './leaf.js';
import { SUM_LIMIT, tooLarge } from './sumTree.js';
import type { SumStep } from './sumTree.js';

/** What one licence brought the member, and where that stands among all that the licence brought. */
export interface PayslipLine {
  /** Empty for what belongs to no licence. */
  readonly licence: string;
  readonly amount: bigint;
  readonly path: readonly SumStep[];
  readonly part: bigint;
  readonly partPath: readonly SumStep[];
}

/** A `PayslipProof`, read. */
export interface Payslip {
  readonly run: string;
  readonly pseudonym: string;
  readonly salt: string;
  readonly amount: bigint;
  readonly path: readonly SumStep[];
  readonly root: string;
  readonly total: bigint;
  /** Of version 2; null of version 1, which had none. */
  readonly lined: { readonly lines: readonly PayslipLine[]; readonly licencesRoot: string } | null;
}

const STEPS_MAX = 64;
const LINES_MAX = 10_000;
const DEPTH_MAX = 12;
const ITEMS_MAX = 1_000;

const FIRST = ['amountMinor', 'path', 'pseudonym', 'root', 'run', 'salt', 'totalMinor', 'type', 'v'];
const LINED = [...FIRST, 'lines', 'licencesRoot'].sort();
const LINE = ['amountMinor', 'licence', 'partMinor', 'partPath', 'path'];
const HASH = /^[0-9a-f]{64}$/;

/**
 * Reads a proof, or an answer that holds one.
 *
 * @throws Fault PAYSLIP_MALFORMED, SUM_TOO_LARGE
 */
export function readPayslip(json: unknown): Payslip {
  const proof = find(json, 0);
  const isLined = proof?.v === 2;
  if (!proof || !(isLined || proof.v === 1)) throw malformed();
  requireNames(proof, isLined ? LINED : FIRST);
  return {
    ...{ run: text(proof.run, /^\w{1,64}$/), pseudonym: text(proof.pseudonym, HASH) },
    ...{ salt: text(proof.salt, /^[\w-]{22}$/), root: text(proof.root, HASH) },
    ...{ amount: minor(proof.amountMinor), total: minor(proof.totalMinor), path: path(proof.path) },
    lined: isLined
      ? { lines: list(proof.lines, LINES_MAX).map(line), licencesRoot: text(proof.licencesRoot, HASH) }
      : null,
  };
}

function line(json: unknown): PayslipLine {
  if (!isObject(json)) throw malformed();
  requireNames(json, LINE);
  return {
    licence: json.licence === null ? '' : text(json.licence, /^\w{1,64}$/),
    ...{ amount: minor(json.amountMinor), path: path(json.path) },
    ...{ part: minor(json.partMinor), partPath: path(json.partPath) },
  };
}

function path(json: unknown): SumStep[] {
  return list(json, STEPS_MAX).map((step): SumStep => {
    if (!isObject(step) || Object.keys(step).length !== 3) throw malformed();
    const isLeft = text(step.side, /^(?:LEFT|RIGHT)$/) === 'LEFT';
    return { isLeft, hash: fromHex(text(step.hash, HASH))!, sum: minor(step.sumMinor) };
  });
}

/** The first proof in an answer, looked for in depth. */
function find(json: unknown, depth: number): Record<string, unknown> | undefined {
  if (typeof json !== 'object' || json === null || depth > DEPTH_MAX) return undefined;
  if (isObject(json) && json.type === 'PayslipProof') return json;
  for (const value of Object.values(json).slice(0, ITEMS_MAX)) {
    const found = find(value, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function requireNames(json: Record<string, unknown>, names: readonly string[]): void {
  if (JSON.stringify(Object.keys(json).sort()) !== JSON.stringify(names)) throw malformed();
}

function list(value: unknown, countMax: number): unknown[] {
  if (Array.isArray(value) && value.length <= countMax) return value;
  throw malformed();
}

function text(value: unknown, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw malformed();
}

function minor(value: unknown): bigint {
  const amount = BigInt(text(value, /^(?:0|[1-9]\d{0,38})$/));
  if (amount >= SUM_LIMIT) throw tooLarge();
  return amount;
}

function malformed(): Fault {
  return new Fault('PAYSLIP_MALFORMED', 'This is no PayslipProof of version 1 or 2.');
}

import { concat, fromHex, toHex, utf8 } from './bytes.js';
import { Fault } from './fault.js';
import type { Tell } from './fault.js';
import { sha256 } from './hash.js';
import { isObject } from './leaf.js';

export interface PayslipChecks {
  /** Whose payslip it is: `mem_…`. */
  readonly member: string;
  /** What the run has published, where the reader has it from elsewhere than the payslip: hex, and minor units. */
  readonly root?: string | undefined;
  readonly totalMinor?: string | undefined;
}

interface Step {
  readonly isLeft: boolean;
  readonly hash: Uint8Array;
  readonly sum: bigint;
}

const STEPS_MAX = 64;
const SUM_LIMIT = 1n << 128n;
const NAMES = ['amountMinor', 'path', 'pseudonym', 'root', 'run', 'salt', 'totalMinor', 'type', 'v'];

/**
 * Checks that a member's amount is part of the total of a run: the leaf is under a name that only the member's salt opens,
 * and each node above it binds both hashes and both sums below.
 *
 * @param json - the proof, or an answer that holds it.
 * @returns the root and the total to which it leads.
 * @throws Fault PAYSLIP_MALFORMED, PSEUDONYM_DIFFERS, SUM_TOO_LARGE, ROOT_DIFFERS, TOTAL_DIFFERS
 */
export function verifyPayslip(
  json: unknown,
  checks: PayslipChecks,
  tell: Tell,
): { root: string; total: bigint } {
  const { run, pseudonym, salt, amount, path, root, total } = read(json);
  const name = toHex(sha256(utf8(['payslip/v1', run, checks.member, salt].join('\0'))));
  if (name !== pseudonym) {
    throw new Fault('PSEUDONYM_DIFFERS', `The payslip is not that of ${checks.member} in ${run}.`);
  }
  tell(`the payslip is that of ${checks.member} in ${run}: its salt opens the name in the tree`);
  let sum = amount;
  let hash = sha256(Uint8Array.of(0), bytesOf(sum), fromHex(pseudonym)!);
  for (const step of path) {
    const [own, other] = [concat(bytesOf(sum), hash), concat(bytesOf(step.sum), step.hash)];
    hash = sha256(Uint8Array.of(1), ...(step.isLeft ? [other, own] : [own, other]));
    sum += step.sum;
    if (sum >= SUM_LIMIT) throw new Fault('SUM_TOO_LARGE', 'The sums of the tree go beyond 128 bits.');
  }
  if (toHex(hash) !== root)
    throw new Fault('ROOT_DIFFERS', 'The path does not lead to the root that the payslip names.');
  if (sum !== total) throw new Fault('TOTAL_DIFFERS', `The sums make ${sum}, and the payslip says ${total}.`);
  tell(`its amount, ${amount}, is part of ${total} under the root ${root}`);
  if (checks.root !== undefined && checks.root !== root) {
    throw new Fault('ROOT_DIFFERS', `The root is ${root}, and the run has published ${checks.root}.`);
  }
  if (checks.totalMinor !== undefined && checks.totalMinor !== String(total)) {
    throw new Fault(
      'TOTAL_DIFFERS',
      `The total is ${total}, and the run has published ${checks.totalMinor}.`,
    );
  }
  if (checks.root !== undefined) tell('the root is the one that you have from elsewhere');
  if (checks.totalMinor !== undefined) tell('the total is the one that you have from elsewhere');
  return { root, total };
}

function read(json: unknown) {
  const proof = find(json, 0);
  const isOfForm =
    proof && JSON.stringify(Object.keys(proof).sort()) === JSON.stringify(NAMES) && proof.v === 1;
  if (!isOfForm || !Array.isArray(proof.path) || proof.path.length > STEPS_MAX) throw malformed();
  return {
    ...{ run: text(proof.run, /^\w{1,64}$/), pseudonym: text(proof.pseudonym, /^[0-9a-f]{64}$/) },
    ...{ salt: text(proof.salt, /^[\w-]{22}$/), root: text(proof.root, /^[0-9a-f]{64}$/) },
    ...{ amount: minor(proof.amountMinor), total: minor(proof.totalMinor) },
    path: (proof.path as unknown[]).map((step): Step => {
      if (!isObject(step) || Object.keys(step).length !== 3) throw malformed();
      const isLeft = text(step.side, /^(?:LEFT|RIGHT)$/) === 'LEFT';
      return { isLeft, hash: fromHex(text(step.hash, /^[0-9a-f]{64}$/))!, sum: minor(step.sumMinor) };
    }),
  };
}

const DEPTH_MAX = 12;
const ITEMS_MAX = 1_000;

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

function text(value: unknown, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw malformed();
}

function minor(value: unknown): bigint {
  const amount = BigInt(text(value, /^(?:0|[1-9]\d{0,38})$/));
  if (amount >= SUM_LIMIT) throw new Fault('SUM_TOO_LARGE', 'The sums of the tree go beyond 128 bits.');
  return amount;
}

function malformed(): Fault {
  return new Fault('PAYSLIP_MALFORMED', 'This is no PayslipProof of version 1.');
}

/** 16 bytes, the highest first. */
function bytesOf(sum: bigint): Uint8Array {
  return fromHex(sum.toString(16).padStart(32, '0'))!;
}

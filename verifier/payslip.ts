import { toHex, utf8 } from './bytes.js';
import { Fault } from './fault.js';
import type { Tell } from './fault.js';
import { sha256 } from './hash.js';
import { readPayslip } from './payslipForm.js';
import type { Payslip, PayslipLine } from './payslipForm.js';
import { climb } from './sumTree.js';

export interface PayslipChecks {
  /** Whose payslip it is: `mem_…`. */
  readonly member: string;
  /** What the run has published, where the reader has it from elsewhere than the payslip: hex, and minor units. */
  readonly root?: string | undefined;
  readonly totalMinor?: string | undefined;
}

/**
 * Checks that a member's amount is part of the total of a run: the leaf is under a name that only the member's salt opens,
 * and each node above it binds both hashes and both sums below. Of a proof with lines also that they sum to the
 * amount, that each is part of what its licence brought, and that this is part of the same total.
 *
 * @param json - the proof, or an answer that holds it.
 * @returns the root and the total to which it leads.
 * @throws Fault PAYSLIP_MALFORMED, PSEUDONYM_DIFFERS, SUM_TOO_LARGE, LINES_DIFFER, LICENCE_DIFFERS, ROOT_DIFFERS,
 *   TOTAL_DIFFERS
 */
export function verifyPayslip(
  json: unknown,
  checks: PayslipChecks,
  tell: Tell,
): { root: string; total: bigint } {
  const payslip = readPayslip(json);
  const { run, pseudonym, salt, amount, root, total, lined } = payslip;
  if (labelOf('payslip/v1', run, checks.member, salt) !== pseudonym) {
    throw new Fault('PSEUDONYM_DIFFERS', `The payslip is not that of ${checks.member} in ${run}.`);
  }
  tell(`the payslip is that of ${checks.member} in ${run}: its salt opens the name in the tree`);
  const { hash, sum } = lined ? topOfLines(payslip, lined, tell) : climb(pseudonym, amount, payslip.path);
  if (hash !== root)
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

/** The run's root over both trees, of payslips and of licences. */
function topOfLines(
  { run, pseudonym, amount, path }: Payslip,
  { lines, licencesRoot }: NonNullable<Payslip['lined']>,
  tell: Tell,
): { hash: string; sum: bigint } {
  const sorted = lines.toSorted((a, b) => (a.licence < b.licence ? -1 : 1));
  if (new Set(lines.map(({ licence }) => licence)).size !== lines.length) {
    throw new Fault('LINES_DIFFER', 'Two lines are of one licence.');
  }
  const sum = lines.reduce((all, line) => all + line.amount, 0n);
  if (sum !== amount)
    throw new Fault('LINES_DIFFER', `The lines sum to ${sum}, and the amount is ${amount}.`);
  const said = sorted.flatMap((line) => [line.licence, String(line.amount)]);
  const payslips = climb(labelOf('payslip/v2', pseudonym, ...said), amount, path);
  for (const line of sorted) requirePart(run, pseudonym, line, { hash: licencesRoot, sum: payslips.sum });
  tell(`its ${lines.length} lines sum to it, and each is part of what its licence brought`);
  const hash = labelOf('payslip-run/v2', run, String(payslips.sum), payslips.hash, licencesRoot);
  return { hash, sum: payslips.sum };
}

/** @throws Fault LICENCE_DIFFERS unless the line is part of its licence's sum, and that part of all licences'. */
function requirePart(
  run: string,
  pseudonym: string,
  { licence, amount, path, part, partPath }: PayslipLine,
  licences: { hash: string; sum: bigint },
): void {
  const own = climb(labelOf('payslip-line/v2', pseudonym, licence), amount, path);
  const top = climb(labelOf('payslip-licence/v2', run, licence, own.hash), own.sum, partPath);
  if (own.sum === part && top.hash === licences.hash && top.sum === licences.sum) return;
  const name = licence || 'what belongs to no licence';
  throw new Fault('LICENCE_DIFFERS', `The line of ${name} is no part of what the run divided.`);
}

/** SHA-256 over texts joined by 0x00, in hex. */
function labelOf(...texts: string[]): string {
  return toHex(sha256(utf8(texts.join('\0'))));
}

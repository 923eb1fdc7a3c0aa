import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { payslipRoot, provePayslip, pseudonymOf } from '../../subgraphs/payouts/domain/payslipProof.js';
import { Fault } from '../../verifier/fault.js';
import { verifyPayslip } from '../../verifier/payslip.js';
import type { PayslipChecks } from '../../verifier/payslip.js';
import { mutationsOf } from './mutationsOf.js';

const RUN = 'run_1';

/** The payslips of a run among so many members, as payouts makes them. */
function payslips(members: number) {
  const salts = Array.from({ length: members }, () => randomBytes(16).toString('base64url'));
  const leaves = salts.map((salt, at) => ({
    pseudonym: pseudonymOf(RUN, `mem_${at}`, salt),
    amountMinor: BigInt(100 + at * 7),
  }));
  const { root, totalMinor } = payslipRoot(leaves);
  const proofs = salts.map((salt, at) => provePayslip(RUN, leaves, at, salt));
  return { proofs, root, totalMinor: String(totalMinor) };
}

function faultOf(json: unknown, checks: PayslipChecks): string | undefined {
  try {
    verifyPayslip(json, checks, () => undefined);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

describe('a payslip', () => {
  it.each([1, 2, 3, 7, 37])('holds for each of %i members, as payouts makes it', (members) => {
    const { proofs, root, totalMinor } = payslips(members);
    proofs.forEach((proof, at) => {
      const checks = { member: `mem_${at}`, root, totalMinor };
      expect(faultOf({ data: { viewer: [{ dividends: { nodes: [{ proof }] } }] } }, checks)).toBeUndefined();
      expect(faultOf(proof, checks)).toBeUndefined();
    });
  });

  it('holds with no field of it changed, dropped or added', () => {
    const { proofs } = payslips(7);
    const mutations = mutationsOf(proofs[3]);
    expect(mutations.length).toBeGreaterThan(30);
    const held = mutations.filter(({ mutated }) => faultOf(mutated, { member: 'mem_3' }) === undefined);
    expect(held.map(({ where }) => where)).toEqual([]);
  });

  const { proofs, root, totalMinor } = payslips(5);
  it.each<[string, string, unknown, PayslipChecks]>([
    ['of another member', 'PSEUDONYM_DIFFERS', proofs[1], { member: 'mem_2' }],
    ['of another run’s root', 'ROOT_DIFFERS', proofs[1], { member: 'mem_1', root: '0'.repeat(64) }],
    ['of another total', 'TOTAL_DIFFERS', proofs[1], { member: 'mem_1', root, totalMinor: `${totalMinor}0` }],
    [
      'whose neighbour has less than nothing',
      'PAYSLIP_MALFORMED',
      { ...proofs[1], path: proofs[1]!.path.map((step) => ({ ...step, sumMinor: '-1' })) },
      { member: 'mem_1' },
    ],
    [
      'whose sums go beyond what is counted',
      'SUM_TOO_LARGE',
      { ...proofs[1], path: proofs[1]!.path.map((step) => ({ ...step, sumMinor: String(2n ** 127n) })) },
      { member: 'mem_1' },
    ],
    ['of another version', 'PAYSLIP_MALFORMED', { ...proofs[1], v: 2 }, { member: 'mem_1' }],
    ['that is none', 'PAYSLIP_MALFORMED', { type: 'Payslip' }, { member: 'mem_1' }],
  ])('%s is refused: %s', (_, code, json, checks) => {
    expect(faultOf(json, checks)).toBe(code);
  });
});

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { entryBundle } from '../../gateway/log/files/entryBundle.js';
import { formatCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { leafHash, merkleRoot } from '../../subgraphs/kit/domain/merkle.js';
import { encodeVerifierKey, signNote } from '../../subgraphs/kit/domain/note.js';
import { seal } from '../../subgraphs/kit/journal/entry.js';
import { proveLined } from '../../subgraphs/payouts/domain/linedProof.js';
import { lineLeaves, linedRoots, payslipLabel } from '../../subgraphs/payouts/domain/linedTree.js';
import { payslipRoot, provePayslip, pseudonymOf } from '../../subgraphs/payouts/domain/payslipProof.js';
import { Fault } from '../../verifier/fault.js';
import { verifyPayslip } from '../../verifier/payslip.js';
import type { PayslipChecks } from '../../verifier/payslip.js';
import { run } from '../../verifier/program/run.js';
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

/** The same with lines: of each licence in turn, and of what belongs to none. */
function linedPayslips(members: number) {
  const salts = Array.from({ length: members }, () => randomBytes(16).toString('base64url'));
  const leaves = salts.map((salt, at) => {
    const lines = new Map([
      ['', BigInt(5 + at)],
      [`lic_${at % 2}`, BigInt(100 + at * 7)],
    ]);
    const amountMinor = [...lines.values()].reduce((sum, line) => sum + line, 0n);
    return { pseudonym: pseudonymOf(RUN, `mem_${at}`, salt), amountMinor, lines };
  });
  const { root, totalMinor, licences } = linedRoots(RUN, leaves);
  const labelled = leaves.map((leaf) => ({
    label: payslipLabel(leaf.pseudonym, leaf.lines),
    amountMinor: leaf.amountMinor,
  }));
  const linesOf = new Map([...licences.keys()].map((licence) => [licence, lineLeaves(leaves, licence)]));
  const proofs = leaves.map((leaf, at) =>
    proveLined({ ...leaf, run: RUN, salt: salts[at]!, payslips: labelled, linesOf, licences }),
  );
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

  it.each([1, 2, 7])('with lines holds for each of %i members, as payouts makes it', (members) => {
    const lined = linedPayslips(members);
    lined.proofs.forEach((proof, at) => {
      const { root, totalMinor } = lined;
      expect(faultOf({ data: [{ proof }] }, { member: `mem_${at}`, root, totalMinor })).toBeUndefined();
    });
  });

  it('with lines holds with no field of it changed, dropped or added', () => {
    const mutations = mutationsOf(linedPayslips(7).proofs[3]);
    expect(mutations.length).toBeGreaterThan(80);
    const held = mutations.filter(({ mutated }) => faultOf(mutated, { member: 'mem_3' }) === undefined);
    expect(held.map(({ where }) => where)).toEqual([]);
  });

  it('with lines says what is wrong with them', () => {
    const proof = linedPayslips(5).proofs[1]!;
    const [none, own] = proof.lines;
    const member = 'mem_1';
    const lines = (...lines: unknown[]) => faultOf({ ...proof, lines }, { member });
    expect(lines(none)).toBe('LINES_DIFFER');
    expect(lines(none, none)).toBe('LINES_DIFFER');
    expect(lines(none, { ...own, licence: 'lic_0' })).toBe('LICENCE_DIFFERS');
    expect(lines(none, { ...own, partMinor: '1' })).toBe('LICENCE_DIFFERS');
    expect(faultOf({ ...proof, v: 1 }, { member })).toBe('PAYSLIP_MALFORMED');
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

describe('npm run verify -- payslip', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cooperative-payslip-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { proofs, root, totalMinor } = payslips(5);
  const { privateKey } = generateKeyPairSync('ed25519');
  const origin = 'data.example/log/payouts/coop_1';
  const file = join(folder, 'payslip.json');
  writeFileSync(file, JSON.stringify(proofs[1]));

  /** A copy of a log of payouts in which these roots were published. */
  function logWith(name: string, roots: readonly string[]): string {
    const about = { cooperative: 'coop_1', actorRole: 'SERVICE', values: { run: RUN, dividends: 5 } };
    const leaves = roots.map(
      (proofRoot) =>
        seal('payouts', { ...about, type: 'RunAllocated', digests: { proofRoot } }, new Date(0)).publicPart,
    );
    const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'utf8')));
    const head = formatCheckpoint({ origin, size: BigInt(leaves.length), root: merkleRoot(hashes) });
    const width = `000.p/${leaves.length}`;
    for (const path of ['tile/0/000.p', 'tile/entries/000.p'])
      mkdirSync(join(folder, name, path), { recursive: true });
    writeFileSync(join(folder, name, 'checkpoint'), signNote(head, origin, privateKey));
    writeFileSync(join(folder, name, 'tile/0', width), Buffer.concat(hashes));
    writeFileSync(join(folder, name, 'tile/entries', width), entryBundle(leaves));
    return join(folder, name);
  }
  const verify = async (...given: string[]) => {
    const lines: string[] = [];
    return { code: await run(['payslip', file, ...given], (line) => void lines.push(line)), lines };
  };
  const key = encodeVerifierKey(origin, privateKey);

  it('finds the root in the log of payouts', async () => {
    const log = logWith('whole', ['0'.repeat(64), root]);
    const { code, lines } = await verify(
      '--member',
      'mem_1',
      '--total',
      totalMinor,
      '--log',
      log,
      '--key',
      key,
    );
    expect(lines).toContain(`ok     the root stands in leaf 1 of ${origin}`);
    expect(lines.at(-1)).toBe('holds  the payslip of mem_1');
    expect(code).toBe(0);
  });

  it('refuses a root that the log does not name', async () => {
    const log = logWith('without', ['0'.repeat(64)]);
    const { code, lines } = await verify('--member', 'mem_1', '--log', log, '--key', key);
    expect(lines.at(-1)).toMatch(/^WRONG {2}ROOT_UNPUBLISHED: /);
    expect(code).toBe(1);
  });

  it('says what it was not given to check', async () => {
    const { code, lines } = await verify('--member', 'mem_1');
    expect(lines).toContainEqual(expect.stringMatching(/^note {3}neither --root nor --log/));
    expect(code).toBe(0);
  });

  it.each([
    ['no member', []],
    ['a key without a log', ['--member', 'mem_1', '--key', key]],
    ['an option of logs', ['--member', 'mem_1', '--against', file]],
    ['a log that is a copy, without its key', ['--member', 'mem_1', '--log', folder]],
  ])('does not understand %s', async (_, given) => {
    expect(await verify(...given)).toMatchObject({ code: 2 });
  });
});

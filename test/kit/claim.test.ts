import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyClaimed, claimFolder } from '../../subgraphs/kit/store/claim.js';

const URL_HERE = 'http://127.0.0.1:4000';
const CLAIM = new URL('../../dist/subgraphs/kit/store/claim.js', import.meta.url).href;
const CLAIM_FILE = fileURLToPath(CLAIM);

describe('a claim to a data folder', () => {
  let dataDir: string;
  const file = () => join(dataDir, 'running.json');
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'claim-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  /** Another process that claims the folder and stays. */
  async function holder() {
    const script = `
      import { claimFolder } from ${JSON.stringify(CLAIM)};
      claimFolder(${JSON.stringify(dataDir)}, ${JSON.stringify(URL_HERE)});
      setInterval(() => undefined, 1_000);
      process.on('SIGTERM', () => process.exit(0));
      console.log('claimed');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    return child;
  }

  it('is refused while its holder runs, and says who that is', async () => {
    const child = await holder();
    const claimed = (): unknown => claimFolder(dataDir, 'http://127.0.0.1:4001');
    expect(claimed).toThrow(AlreadyClaimed);
    expect(claimed).toThrow(`process ${child.pid} runs at ${URL_HERE}`);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(existsSync(file())).toBe(false);
    claimFolder(dataDir, URL_HERE)();
  });

  it('counts no more once its holder was killed', async () => {
    const child = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(file())).toBe(true);
    const release = claimFolder(dataDir, URL_HERE);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid, url: URL_HERE });
    release();
    expect(existsSync(file())).toBe(false);
  });

  it('goes to one of those who find it left behind at the same moment', async () => {
    const left = { pid: process.ppid, url: URL_HERE, birth: 'x/1' };
    writeFileSync(file(), JSON.stringify(left));
    const startAt = Date.now() + 1_500;
    const script = `
      import { claimFolder } from ${JSON.stringify(CLAIM)};
      while (Date.now() < ${startAt}) {}
      try {
        claimFolder(${JSON.stringify(dataDir)}, ${JSON.stringify(URL_HERE)});
        console.log('claimed');
      } catch (error) {
        console.log(error.name);
      }
      process.stdin.resume();`;
    const all = [1, 2, 3, 4, 5].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    const said = await Promise.all(
      all.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()),
    );
    for (const { stdin } of all) stdin.end();
    await Promise.all(all.map((child) => once(child, 'exit')));
    expect(said.sort()).toEqual([...Array<string>(4).fill('AlreadyClaimed'), 'claimed']);
  });

  it.each([
    [
      'of a process that has its number from an earlier one',
      { pid: process.ppid, url: URL_HERE, birth: 'x/1' },
    ],
    ['of this very number, as every container has it', { pid: process.pid, url: URL_HERE, birth: 'x/1' }],
    ['that was cut off while it was written', undefined],
  ])('counts no more: one %s', (_, left) => {
    writeFileSync(file(), left ? JSON.stringify(left) : '{"pi');
    claimFolder(dataDir, URL_HERE)();
    expect(existsSync(file())).toBe(false);
  });

  it('of a folder that cannot be made is refused in words', () => {
    // No folder lies below a file, whoever we are.
    expect(() => claimFolder(join(CLAIM_FILE, 'x'), URL_HERE)).toThrow(/^DATA_DIR: .* cannot be written/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';

const folder = mkdtempSync(join(tmpdir(), 'count-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const GOOD = file('good.blt', '3 2\n5 1 2 0\n3 2 0\n3 3 0\n0\n"A"\n"B"\n"C"\n"Board"\n');
const BAD = file('bad.blt', '2 1\n1 9 0\n0\n"A"\n"B"\n');

/** As somebody types it. */
const run = (given: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', 'count', '--', ...given]);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => done({ code: code ?? -1, output }));
  });

const count = async (...given: string[]) => {
  const { code, output } = await run(given);
  // The build before it says that it builds.
  return { code, output: output.slice(output.indexOf('{')) };
};

describe('the command that counts files', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints winners in the order of their election, and the rounds', async () => {
    const { code, output } = await count('--rule', 'scottish-stv', GOOD);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      title: 'Board',
      seats: 2,
      validBallots: 11,
      winners: ['A', 'B'],
      rounds: [
        {
          round: 1,
          actions: [{ elected: 'A' }],
          quota: '4.00000',
          votes: { A: '5.00000', B: '3.00000', C: '3.00000' },
        },
        {
          round: 2,
          actions: [{ surplusTransferred: 'A' }, { elected: 'B' }],
          votes: { A: '4.00000', B: '4.00000' },
        },
      ],
    });
  });

  it('prints a line for each of several files, and goes on behind one that it cannot read', async () => {
    const { code, output } = await count('--rule', 'meek', '--seats', '1', GOOD, BAD, GOOD);
    expect(code).toBe(1);
    const lines = output.trim().split('\n');
    const counted = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as object);
    expect(counted).toMatchObject([{ winners: ['A'] }, { winners: ['A'] }]);
    expect(lines.find((line) => line.includes('bad.blt'))).toMatch(/Ballot line 1: a candidate is .* 1 to 2/);
  });

  it.each([
    ['no rule', [GOOD], 2, /--rule is one of scottish-stv\|meek\|irv\|schulze\|approval/],
    ['a rule that is none', ['--rule', 'constructor', GOOD], 2, /--rule is one of/],
    ['no file', ['--rule', 'irv'], 2, /Name a file/],
    ['an option that is none', ['--rule', 'irv', '--votes', '2', GOOD], 2, /--votes/],
    ['seats that are no number', ['--rule', 'meek', '--seats', 'two', GOOD], 2, /--seats is a whole number/],
    ['several seats by instant runoff', ['--rule', 'irv', '--seats', '2', GOOD], 2, /irv fills one seat/],
    ['more seats than candidates', ['--rule', 'meek', '--seats', '9', GOOD], 1, /9 seats are more/],
    ['a file that is not there', ['--rule', 'irv', join(folder, 'none.blt')], 1, /ENOENT/],
    ['a folder', ['--rule', 'irv', folder], 1, /EISDIR/],
  ])('refuses %s in words', async (_, given, wanted, words) => {
    const { code, output } = await run(given);
    expect(code).toBe(wanted);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

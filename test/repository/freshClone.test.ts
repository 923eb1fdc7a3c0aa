import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** What somebody has who has cloned the repository and run `npm ci`: the sources, and nothing compiled. */
describe('in a fresh clone', () => {
  let clone: string;
  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'clone-'));
    for (const name of ['package.json', 'package-lock.json', 'build.mjs', '.swcrc']) {
      cpSync(join(root, name), join(clone, name));
    }
    for (const room of ['gateway', 'subgraphs', 'wallet', 'verifier']) {
      cpSync(join(root, room), join(clone, room), { recursive: true });
    }
    mkdirSync(join(clone, 'bench'));
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  const run = (...given: string[]) => {
    const env = { PATH: process.env.PATH!, HOME: process.env.HOME!, PORT: '1' };
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...given], { cwd: clone, env });
    return { status, stdout: String(stdout), stderr: String(stderr) };
  };

  it.each(Object.entries(scripts).filter(([, command]) => / dist\//.test(` ${command}`)))(
    'the command %s compiles what it runs',
    (_, command) => expect(command).toMatch(/^npm run --silent build (-- \w+ )?&& /),
  );

  it('commands for people say in words what they lack, and the second one compiles nothing', () => {
    const first = run('token', '--', '--list');
    expect(first).toMatchObject({ status: 1, stdout: '' });
    expect(first.stderr).toMatch(/^compiling to dist.*\n(?:still compiling.*\n)*There is no demo in \.data/);
    const second = run('subgraph', '--', 'list');
    expect(second).toMatchObject({ status: 1, stdout: '' });
    expect(second.stderr).toMatch(/^SUBGRAPH_TOKEN is not set/);
    const third = run('verify', '--', '--help');
    expect(third).toMatchObject({ status: 0, stderr: '' });
    expect(third.stdout).toMatch(/^npm run verify -- /);
    expect(run('verify', '--', 'log')).toMatchObject({ status: 2 });
  }, 120_000);
});

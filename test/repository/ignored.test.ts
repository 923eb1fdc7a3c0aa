import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What our own commands, at the places that our own docs name, leave in a checkout. */
const LEFT = [
  'founding/operator.secret',
  'elsewhere/issuer.secret',
  '.data/keys/gateway/passport.json',
  '.data-2/keys/data/log.json',
  'persisted-documents.json',
];

test.each(LEFT)('git takes in nothing of %s', (path) => {
  const { status } = spawnSync('git', ['check-ignore', '--quiet', '--no-index', path], { cwd: root });
  expect(status).toBe(0);
});

test('git ignores no source', () => {
  const { stdout } = spawnSync('sh', ['-c', 'git ls-files | git check-ignore --no-index --stdin'], {
    cwd: root,
  });
  expect(String(stdout)).toBe('');
});

test('an image is built without any of them', () => {
  const lines = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8').split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '.data*',
      'founding',
      '**/*.secret',
      'persisted-documents.json',
      '*.env',
      '.git',
    ]),
  );
});

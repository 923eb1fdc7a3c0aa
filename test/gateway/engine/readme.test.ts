import { afterAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const README = 'gateway/engine/README.md';
const BUILT = pathToFileURL(resolve('dist/gateway/engine')).href;
const folders: string[] = [];

/** A block of code in a page, by the language that it says and its place among those. */
function blockIn(page: string, after: string, language: string): string {
  const rest = page.slice(page.indexOf(after) + after.length);
  const [, block] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(rest) ?? [];
  if (block === undefined) throw new Error(`no block after ${after}`);
  return block;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('the engine’s page', () => {
  test('shows a program that runs by itself and prints what the page says', async () => {
    const page = await readFile(README, 'utf8');
    const program = blockIn(page, '## Alone', 'js').replaceAll("from './", `from '${BUILT}/`);
    // Beside the packages that it imports.
    const folder = await mkdtemp(join('dist', 'readme-'));
    folders.push(folder);
    const file = join(folder, 'alone.mjs');
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    expect(stdout).toBe(blockIn(page, '\nprints\n', ''));
  });

  test('names every folder of the engine', async () => {
    const page = await readFile(README, 'utf8');
    for (const folder of [
      'normalise',
      'planner',
      'plan',
      'execute',
      'transport',
      'response',
      'workarounds',
    ]) {
      expect(page).toContain(`${folder}/`);
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { readText } from '../../gateway/readText.js';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads a file', () => {
  writeFileSync(join(folder, 'a.graphql'), '{ a }');
  expect(readText(join(folder, 'a.graphql'))).toBe('{ a }');
});

it.each([
  ['a file that is not there', 'nowhere.graphql', 'nowhere.graphql cannot be read: there is no such file'],
  ['a folder', '.', 'cannot be read: it is a folder'],
])('says in words of %s that it cannot be read', (_, name, words) => {
  expect(() => readText(join(folder, name))).toThrow(words);
});

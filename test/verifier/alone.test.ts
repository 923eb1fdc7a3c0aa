import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOM = fileURLToPath(new URL('../../verifier', import.meta.url));
const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const library = files.filter((file) => !file.startsWith('program'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOM, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, imported]) => imported!);
}

// What checks the services cannot share their mistakes.
describe('the verifier', () => {
  it('has a library and a program', () => {
    expect(library.length).toBeGreaterThan(10);
    expect(files.length).toBeGreaterThan(library.length);
  });

  it.each(files)('imports in %s nothing from outside of its room', (file) => {
    const outside = importsOf(file).filter((imported) => {
      if (/^@noble\/(hashes|curves)\//.test(imported) || imported.startsWith('node:')) return false;
      const path = relative(ROOM, join(ROOM, dirname(file), imported));
      return !imported.startsWith('.') || path.startsWith('..');
    });
    expect(outside).toEqual([]);
  });

  it.each(library)('uses in %s nothing that a page has not', (file) => {
    expect(
      importsOf(file).filter((imported) => imported.startsWith('node:') || imported.includes('program/')),
    ).toEqual([]);
    expect(readFileSync(join(ROOM, file), 'utf8')).not.toMatch(/\b(Buffer|process|require|__dirname)\b[.(]/);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { circlesIn } from '../support/circles.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'(\.[^']+)\.js';/gm;

/** Which sources of a folder import which, by their paths. */
function importsOf(folder: string, { types }: { types: boolean }): Map<string, string[]> {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
  return new Map(
    paths.map((path) => {
      const found = [...readFileSync(join(ROOT, path), 'utf8').matchAll(IMPORT)]
        .filter(([, isType]) => types || isType === undefined)
        .map(([, , to]) => relative('.', normalize(join(dirname(path), `${to!}.ts`))));
      return [path, found];
    }),
  );
}

describe('imports', () => {
  it.each(['subgraphs/kit', 'subgraphs/membership', 'subgraphs/governance', 'subgraphs/payouts', 'wallet'])(
    'of %s run in no circle, those of types among them',
    (folder) => {
      const imports = importsOf(folder, { types: true });
      expect([...imports.values()].flat().length).toBeGreaterThan(100);
      expect(circlesIn(imports)).toEqual([]);
    },
  );

  it.each(['subgraphs', 'gateway', 'verifier'])(
    'of %s run in no circle that matters when they are loaded',
    (folder) => {
      expect(circlesIn(importsOf(folder, { types: false }))).toEqual([]);
    },
  );

  it.each([
    { what: 'two files', imports: { a: ['b'], b: ['a'] }, want: [['a', 'b']] },
    {
      what: 'three, beside one that only uses them',
      imports: { a: ['b'], b: ['c'], c: ['a'], d: ['a'] },
      want: [['a', 'b', 'c']],
    },
    { what: 'none', imports: { a: ['b', 'c'], b: ['c'], c: ['absent'] }, want: [] },
  ])('that run in a circle are found: $what', ({ imports, want }) => {
    expect(circlesIn(new Map(Object.entries(imports)))).toEqual(want);
  });
});

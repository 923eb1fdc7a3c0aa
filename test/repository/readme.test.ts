import 'reflect-metadata';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { composePublicSchema } from '../support/publicSchema.js';
import { errorsTable, place, settingsTable } from '../support/readmeTables.js';
import { schemaPage } from '../support/schemaPage.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const README_BYTES_MAX = 10_000;

/** `UPDATE_README=true npm run test:unit -- repository/readme` writes what is generated anew. */
const update = process.env.UPDATE_README === 'true';

describe('the reference', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await composePublicSchema();
  });

  it.each([
    ['settings.md', (text: string) => place(text, 'settings', settingsTable())],
    ['errors.md', (text: string) => place(text, 'errors', errorsTable())],
    ['schema.md', (text: string) => place(text, 'schema', schemaPage(schema))],
    ['schema.graphql', () => `${printSchema(lexicographicSortSchema(schema))}\n`],
  ])('has in %s what the sources say', (name, current) => {
    const path = join(root, 'docs/reference', name);
    const text = readFileSync(path, 'utf8');
    const wanted = current(text);
    if (update) writeFileSync(path, wanted);
    else expect(text).toBe(wanted);
  });

  it('gives each setting and each code a meaning', () => {
    for (const line of [...settingsTable().split('\n'), ...errorsTable().split('\n')])
      expect(line).not.toMatch(/\|\s*\|$/);
  });
});

describe('the pages', () => {
  const pages = ['README.md', 'CHANGELOG.md', 'bench/README.md', ...markdownBelow('docs')];

  it('are led to by a README that is read at one sitting', () => {
    expect(readFileSync(join(root, 'README.md')).length).toBeLessThan(README_BYTES_MAX);
  });

  it.each(pages)('%s links to files that are there', (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link!);
    const dead = links.filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(dead).toEqual([]);
  });
});

function markdownBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { gatewaySettingsSchema } from '../../../../gateway/config.js';
import { collectDocuments, trustedList } from '../../../../gateway/guard/documents/collect.js';
import { readTrustedDocuments, sha256Of } from '../../../../gateway/guard/documents/trusted.js';
import { Guard } from '../../../../gateway/guard/guard.js';
import { limitsOf } from '../../../../gateway/guard/limits.js';
import { readSettings } from '../../../../subgraphs/kit/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'persist-'));
afterAll(() => rmSync(folder, { recursive: true }));
const schema = buildSchema('type Query { a: Int b: Query }');
const guard = new Guard(limitsOf(readSettings(gatewaySettingsSchema, {})), true);

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

write('good/one.graphql', '{ a }');
write('good/deep/two.gql', '{ b { a } }');
write('good/same.graphql', '{ a }');
write('good/notes.txt', '{ c }');
write('good/node_modules/other.graphql', '{ c }');
write('good/README.md', 'Ask:\n\n```graphql\n{ b { b { a } } }\n```\n\n```json\n{}\n```\n');
write('bad/field.graphql', '{ c }');
write('bad/syntax.graphql', '{');
write('bad/cycle.graphql', '{ ...f } fragment f on Query { ...f }');

describe('the documents to trust', () => {
  test('are found in folders, in their own files and in documentation', () => {
    const texts = collectDocuments([join(folder, 'good')]).map(({ text }) => text);
    expect(texts.sort()).toEqual(['{ a }', '{ a }', '{ b { a } }', '{ b { b { a } } }']);
  });

  test('are found in a file that is named', () => {
    expect(collectDocuments([join(folder, 'good/one.graphql')])).toHaveLength(1);
  });

  test('are not looked for where nothing is', () => {
    expect(() => collectDocuments([join(folder, 'nowhere')])).toThrow(/^there is nothing at .*nowhere$/);
  });

  test('are listed once each, by their digest, as the gateway reads them', () => {
    const list = trustedList(collectDocuments([join(folder, 'good')]), schema, guard);
    expect(Object.keys(list)).toEqual(Object.keys(list).sort());
    const path = join(folder, 'list.json');
    writeFileSync(path, JSON.stringify(list));
    const { bySha256 } = readTrustedDocuments(path);
    expect([bySha256.size, bySha256.get(sha256Of('{ a }'))]).toEqual([3, '{ a }']);
  });

  test.each([
    ['does not fit the schema', 'field.graphql', 'Cannot query field "c"'],
    ['is no GraphQL', 'syntax.graphql', 'Syntax Error'],
    ['would be refused by the guard', 'cycle.graphql', 'spreads itself'],
  ])('hold none that %s', (_, file, problem) => {
    const documents = collectDocuments([join(folder, 'bad', file)]);
    expect(() => trustedList(documents, schema, guard)).toThrow(problem);
    expect(() => trustedList(documents, schema, guard)).toThrow(file);
  });
});

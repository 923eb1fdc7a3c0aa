import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = new URL('../..', import.meta.url).pathname;
const filesIn = (pattern: RegExp): string[] =>
  ['gateway', 'subgraphs', 'verifier', 'bench', 'test'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((file) => `${room}/${file}`)
      .filter((file) => pattern.test(file)),
  );
const numberOf = (file: string): string => basename(file).slice(0, 4);

/** Those whose folder and number another one has. */
function clashing(files: readonly string[]): string[] {
  const places = files.map((file) => join(dirname(file), numberOf(file)));
  return files.filter((_, index) => places.indexOf(places[index]!) !== places.lastIndexOf(places[index]!));
}

describe('numbers', () => {
  const records = filesIn(/\/decisions\/[^/]+\.md$/);

  test('of decision records are their own', () => {
    expect(records.length).toBeGreaterThan(20);
    expect(clashing(records)).toEqual([]);
  });

  test.each(records)('stand in the title of %s, and its status below', (file) => {
    const [title = '', ...text] = readFileSync(join(ROOT, file), 'utf8').split('\n');
    expect(title).toMatch(new RegExp(`^# ${numberOf(file)} \\S`));
    expect(text.join('\n')).toMatch(/^Status: /m);
  });

  test('of migrations are in the order in which they run, each once', () => {
    const classes = filesIn(/\/migrations\/[^/]+\.ts$/).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^export class \w*?(\d{13}) /gm)].map(
        ([, at]) => `${file.split('/').slice(0, 2).join('/')} ${at}`,
      ),
    );
    expect(classes.length).toBeGreaterThan(8);
    expect(new Set(classes).size).toBe(classes.length);
  });
});

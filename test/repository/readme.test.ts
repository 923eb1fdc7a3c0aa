import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorsTable, place, settingsTable } from '../support/readmeTables.js';

const PATH = new URL('../../README.md', import.meta.url);

/** `UPDATE_README=true npm run test:unit -- readme` writes the tables anew. */
describe('the README', () => {
  const text = readFileSync(PATH, 'utf8');
  const current = place(place(text, 'settings', settingsTable()), 'errors', errorsTable());
  if (process.env.UPDATE_README === 'true') writeFileSync(PATH, current);

  it('lists the settings that are read, with their defaults', () => {
    expect(place(text, 'settings', settingsTable())).toBe(
      process.env.UPDATE_README === 'true' ? expect.anything() : text,
    );
  });

  it('lists the error codes that are raised', () => {
    expect(place(text, 'errors', errorsTable())).toBe(
      process.env.UPDATE_README === 'true' ? expect.anything() : text,
    );
  });

  it('gives each setting and each code a meaning', () => {
    for (const line of [...settingsTable().split('\n'), ...errorsTable().split('\n')])
      expect(line).not.toMatch(/\|\s*\|$/);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error -- plain JavaScript, so that it runs before anything is installed
import { LOCKFILE, missingOptional } from '../support/lockfile.mjs';

describe('the lock file', () => {
  it('has an entry for every optional dependency, so that a clean install works on every platform', () => {
    expect(missingOptional(JSON.parse(readFileSync(LOCKFILE as URL, 'utf8')))).toEqual([]);
  });
});

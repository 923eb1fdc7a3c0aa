import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error -- plain JavaScript, so that it runs before anything is installed
import { LOCKFILES, missingOptional } from '../support/lockfile.mjs';

describe('the lock files', () => {
  it.each((LOCKFILES as URL[]).map((file) => ({ file, name: file.pathname })))(
    'have an entry for every optional dependency, so that a clean install works on every platform: $name',
    ({ file }) => {
      expect(missingOptional(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
    },
  );
});

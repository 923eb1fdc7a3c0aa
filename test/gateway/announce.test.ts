import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandHere } from '../../gateway/announce.js';

const USUAL = { HOST: '127.0.0.1', PORT: 4000, DATA_DIR: '.data' };

describe('a command that we print', () => {
  test.each([
    ['as it is where everything is as usual', USUAL, 'npm start'],
    ['with another port', { ...USUAL, PORT: 4800 }, 'PORT=4800 npm start'],
    ['with another folder', { ...USUAL, DATA_DIR: '/tmp/two' }, 'DATA_DIR=/tmp/two npm start'],
    [
      'with both, and where it listens',
      { HOST: '0.0.0.0', PORT: 1, DATA_DIR: 'a b' },
      "HOST=0.0.0.0 PORT=1 DATA_DIR='a b' npm start",
    ],
  ])('is %s', (_, where, command) => {
    expect(commandHere('npm start', where)).toBe(command);
  });

  test('means this copy to a shell, whatever the folder is called', () => {
    const folder = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(folder, (DATA_DIR) => {
        const command = commandHere('printenv DATA_DIR', { ...USUAL, DATA_DIR });
        const printed = execFileSync('sh', ['-c', command], {
          env: { PATH: process.env.PATH, DATA_DIR: '.data' },
        });
        expect(String(printed)).toBe(`${DATA_DIR}\n`);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const COMMAND = fileURLToPath(new URL('../../../dist/wallet/demo/main.js', import.meta.url));

describe('the command of the demo', () => {
  it.each([['keys'], ['token', '--as', 'operator'], ['token', '--list']])(
    'does nothing outside a demo: %s %s',
    (...given) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'command-'));
      try {
        const env = { ...process.env, DATA_DIR: dataDir, DEMO: 'false' };
        const run = () => execFileSync(process.execPath, [COMMAND, ...given], { env, stdio: 'pipe' });
        expect(run).toThrow('Outside a demo');
        expect(existsSync(join(dataDir, 'demo'))).toBe(false);
      } finally {
        rmSync(dataDir, { recursive: true });
      }
    },
  );
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../support/freePorts.js';
import type { Installation } from '../../support/installation.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(new URL('../../../docs/partner/README.md', import.meta.url), 'utf8');
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command]) => command!);

/** Whoever follows docs/partner from its first command to its last, on a running demo. */
export function describePartner(given: () => Installation): void {
  describe('a partner who follows the starter', () => {
    let house: Installation;

    beforeAll(async () => {
      house = given();
    });

    test('comes from nothing to a field on Dataset', async () => {
      expect(commands.length).toBeGreaterThan(3);
      const { code, output } = await run(commands.join('\n'), house);
      expect(output).toContain('acme: published, generation 2');
      expect(output).toContain('acme: retired, generation 3');
      const answer = /\{"data".*\}/.exec(output)?.[0] ?? '{}';
      expect(JSON.parse(answer)).toEqual({
        data: {
          datasets: {
            nodes: [1, 2].map(() => ({
              title: expect.any(String),
              acmeRating: { stars: expect.any(Number), raters: expect.any(Number) },
            })),
          },
        },
      });
      expect(code).toBe(0);
    });
  });
}

/** One shell, as one reader has; whatever it started ends with it. */
async function run(
  script: string,
  { url, dataDir }: Installation,
): Promise<{ code: unknown; output: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const { port } = new URL(url);
  const environment = {
    PATH,
    HOME,
    DATA_DIR: dataDir,
    PORT: port,
    PARTNER_PORT: String(await freePort()),
  };
  const shell = spawn('bash', ['-e', '-c', script], { cwd: root, env: environment, detached: true });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const [code] = (await once(shell, 'exit')) as [number | null];
    return { code, output };
  } finally {
    process.kill(-shell.pid!, 'SIGTERM');
  }
}

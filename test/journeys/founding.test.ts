import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { verifyCredential } from '../../wallet/credentials/dataIntegrity.js';
import { awaited } from '../../wallet/demo/pool.js';
import { freePort } from '../support/freePorts.js';

const START_MS = 180_000;
jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/founding.md'), 'utf8');
const steps = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, step]) => step!);
const find = (words: string) => steps.find((step) => step.includes(words))!;

/** The guide, done by somebody who pastes its commands one after the other, outside of any demo. */
describe('the guide to founding a co-op', () => {
  let folder: string;
  let founding: string;
  let environment: NodeJS.ProcessEnv;
  let gateway: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'founding-'));
    founding = join(folder, 'secrets');
    environment = {
      ...process.env,
      PORT: String(await freePort()),
      DATA_DIR: join(folder, 'data'),
      FOUNDING: founding,
    };
  });
  afterAll(async () => {
    if (gateway?.pid !== undefined && gateway.exitCode === null) {
      const ended = once(gateway, 'close');
      // The whole group: npm stands between us and the server.
      process.kill(-gateway.pid, 'SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }, START_MS);

  const run = (step: string) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', step], { cwd: root, env: environment });
    return { status, stdout: String(stdout), stderr: String(stderr) };
  };

  test('makes keys that nobody else reads, and prints none', () => {
    const { status, stdout } = run(find('found -- keys'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^operator did:key:z6Mk\w+\nissuer did:key:z6Mk\w+\n$/);
    const secrets = readdirSync(founding).filter((name) => name.endsWith('.secret'));
    expect(secrets).toHaveLength(3);
    for (const name of secrets) {
      expect(statSync(join(founding, name)).mode & 0o777).toBe(0o600);
      expect(stdout).not.toContain(readFileSync(join(founding, name), 'utf8').trim());
    }
    expect(statSync(founding).mode & 0o777).toBe(0o700);
  });

  test.each(['found -- keys', 'found -- charter'])('writes over nothing: %s', (step) => {
    run(find('found -- charter'));
    const before = readdirSync(founding).map((name) => readFileSync(join(founding, name), 'utf8'));
    expect(run(find(step))).toMatchObject({ status: 1, stderr: expect.stringContaining('is left as it is') });
    expect(readdirSync(founding).map((name) => readFileSync(join(founding, name), 'utf8'))).toEqual(before);
  });

  test.each([
    ['no step', 'npm run --silent found', 'usage:'],
    ['a step that is none', 'npm run --silent found -- constructor', 'usage:'],
    ['no folder', 'npm run --silent found -- keys', '--in is missing'],
    [
      'a folder without keys',
      'npm run --silent found -- charter --in "$DATA_DIR" --currency EUR',
      'is missing',
    ],
  ])('refuses %s in words', (_, command, words) => {
    const { status, stderr } = run(command);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  test(
    'founds a co-op at a gateway outside of any demo',
    async () => {
      gateway = spawn('sh', ['-ec', find('npm start')], { cwd: root, env: environment, detached: true });
      let output = '';
      for (const stream of [gateway.stdout!, gateway.stderr!])
        stream.on('data', (chunk) => (output += String(chunk)));
      await awaited(
        'the gateway is ready',
        () => Promise.resolve(output.includes('gateway ready') || undefined),
        {
          forMs: START_MS,
        },
      );
      const { status, stdout, stderr } = run(find('found -- cooperative'));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^founded coop_\w{26}\n$/);
      expect(run(find('found -- cooperative')).stdout).toBe(stdout.replace('founded', 'founded before'));
      await awaited('governance has heard of it', () => {
        const { data } = JSON.parse(run(find('curl')).stdout) as {
          data: { cooperative: { charter: object | null } };
        };
        return Promise.resolve(data.cooperative.charter === null ? undefined : true);
      });
      expect(JSON.parse(run(find('curl')).stdout)).toMatchObject({
        data: { cooperative: { name: 'Bakers’ Data', memberCount: 1, charter: { version: 1 } } },
      });
    },
    START_MS,
  );

  test('signs the founder and the operator in', () => {
    const { viewer } = (JSON.parse(run(find('--as founder')).stdout) as { data: { viewer: object } }).data;
    expect(viewer).toMatchObject({
      did: expect.stringMatching(/^did:key:z6Mk/),
      memberships: [
        { displayName: 'Ada', roles: expect.arrayContaining([expect.objectContaining({ role: 'STEWARD' })]) },
      ],
    });
    const asOperator = find('--as founder').replace('--as founder', '--as operator');
    expect(JSON.parse(run(asOperator).stdout)).toMatchObject({
      data: { viewer: { did: readFileSync(join(founding, 'operator.did'), 'utf8').trim(), memberships: [] } },
    });
    expect(run('npm run --silent found -- token --in "$FOUNDING" --as issuer')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('--as is one of operator, founder'),
    });
  });

  test('is refused another slug for the same folder', () => {
    const other = find('found -- cooperative').replace('--slug bakers', '--slug millers');
    expect(run(other)).toMatchObject({ status: 1, stderr: expect.stringContaining('is of bakers') });
  });

  test('gives an applicant an attestation that anybody can check', () => {
    expect(run(find('found -- attest')).status).toBe(0);
    const attestation = JSON.parse(readFileSync(join(founding, 'grace.json'), 'utf8')) as { issuer: string };
    expect(attestation.issuer).toBe(readFileSync(join(founding, 'issuer.did'), 'utf8').trim());
    expect(JSON.stringify(attestation)).not.toContain('Grace');
    expect(() => verifyCredential(attestation as never)).not.toThrow();
  });
});

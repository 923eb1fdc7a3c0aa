import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoWorld } from '../../wallet/demo/world/world.js';
import { newFolder } from '../support/folders.js';
import { freePort } from '../support/freePorts.js';
import { postmasterOf } from '../support/installation.js';

/** Whoever tests anything else at the same time is as busy as it is: `npm run test:busy`. */
const describeBusy = process.env.BUSY === 'true' ? describe : describe.skip;

const GATEWAY = fileURLToPath(new URL('../../dist/gateway/main.js', import.meta.url));
const SPINNERS = 4;
/** Six times what it takes on an idle machine of two cores. */
const LOAD_MS_MAX = 8 * 60_000;
/** The promise is ten seconds; the timers of a process that gets a fifth of a core come late. */
const SILENCE_MS_MAX = 20_000;
const KILLED_AT_PERCENT = 40;

/** Four processes that want a core each, for as long as the test may take at the most. */
function spin(): ChildProcess[] {
  const program = `const end = Date.now() + ${2 * LOAD_MS_MAX}; while (Date.now() < end);`;
  return Array.from({ length: SPINNERS }, () =>
    spawn(process.execPath, ['-e', program], { stdio: 'ignore' }),
  );
}

describeBusy('the first start on a busy machine', () => {
  let spinners: ChildProcess[];
  let dataDir: string;
  let port: number;
  let child: ChildProcess | undefined;
  let lines: { at: number; text: string }[];

  beforeAll(async () => {
    spinners = spin();
    dataDir = newFolder('demo-load');
    port = await freePort();
  });
  afterAll(async () => {
    spinners.forEach((spinner) => spinner.kill('SIGKILL'));
    if (child?.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const left = postmasterOf(dataDir);
    if (left) process.kill(left.pid, 'SIGINT');
  });

  function start(): void {
    lines = [];
    const { PATH = '', HOME = '' } = process.env;
    child = spawn(process.execPath, [GATEWAY], {
      env: { PATH, HOME, DATA_DIR: dataDir, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => void lines.push({ at: performance.now(), text: String(chunk) });
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    keep(Buffer.from('started\n'));
  }

  const said = (): string => lines.map(({ text }) => text).join('');

  /** Resolves once it has said so; the longest that it was silent until then, in milliseconds. */
  async function hear(until: (text: string) => boolean): Promise<number> {
    const deadline = performance.now() + LOAD_MS_MAX;
    while (!until(said())) {
      if (child!.exitCode !== null || performance.now() > deadline)
        throw new Error(`it did not come so far; it said:\n${said()}`);
      await sleep(100);
    }
    return Math.max(...lines.slice(1).map(({ at }, index) => at - lines[index]!.at));
  }

  const percentOf = (text: string): number =>
    Math.max(0, ...[...text.matchAll(/(\d+) ?%/g)].map(([, percent]) => Number(percent)));

  test(
    'goes on after it was killed in the middle of the load, and makes a whole world without a word too few',
    async () => {
      start();
      const silent = await hear((text) => percentOf(text) >= KILLED_AT_PERCENT);
      child!.kill('SIGKILL');
      await once(child!, 'exit');

      start();
      const silentAgain = await hear((text) => text.includes('the demo world is whole'));
      expect(Math.max(silent, silentAgain)).toBeLessThan(SILENCE_MS_MAX);

      const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `{ ${demoWorld()
            .map(({ spec: { slug } }) => `${slug}: cooperative(slug: "${slug}") { memberCount }`)
            .join(' ')} }`,
        }),
      });
      const { data } = (await answer.json()) as { data: Record<string, { memberCount: number }> };
      const members = Object.fromEntries(
        demoWorld().map(({ spec }) => [spec.slug, { memberCount: spec.memberCount }]),
      );
      expect(data).toMatchObject(members);
    },
    3 * LOAD_MS_MAX,
  );

  test('stops with nothing left behind', async () => {
    child!.kill('SIGINT');
    await once(child!, 'exit');
    expect(postmasterOf(dataDir)).toBeUndefined();
  }, 60_000);
});

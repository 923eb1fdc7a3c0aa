import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { dirname } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

/**
 * `npm run dev`: builds and starts what `npm start` starts, and does so again after each change of a source. What does
 * not compile is told, and the last that did goes on. Arguments are those of `npm start`.
 */
const ROOMS = ['gateway', 'subgraphs', 'wallet'];
/** An editor that saves many files at once is one change. */
const QUIET_MS = 300;

process.chdir(dirname(fileURLToPath(import.meta.url)));
const build = () => spawnSync(process.execPath, ['build.mjs'], { stdio: 'inherit' }).status === 0;
let running;
let timer;
let busy = Promise.resolve();

async function start() {
  if (!build()) return;
  await stop();
  running = spawn(
    process.execPath,
    ['--enable-source-maps', 'dist/gateway/main.js', ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
}

async function stop() {
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
}

for (const room of ROOMS) {
  watch(room, { recursive: true }, (_, file) => {
    if (!/\.(ts|csv|sql)$/.test(String(file))) return;
    clearTimeout(timer);
    timer = setTimeout(() => (busy = busy.then(start)), QUIET_MS);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void busy.then(stop).then(() => process.exit(0)));
}
busy = start();

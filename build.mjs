import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

/**
 * Compiles what lies in the rooms to `dist`, unless it is there already: every command begins with this, so that each
 * works in a fresh clone, and only the first one waits.
 */
const ROOMS = ['gateway', 'subgraphs', 'wallet', 'verifier', 'bench'];
const ALSO_DECIDE = ['build.mjs', '.swcrc', 'package-lock.json'];
const STAMP = join('dist', '.built');

process.chdir(dirname(fileURLToPath(import.meta.url)));
const [next] = process.argv.slice(2);
const wanted = stateOfSources();
if (wanted !== stampOfDist()) {
  // Not to standard output, where some commands print what others read.
  console.error('compiling to dist; the next command finds it there');
  await compile();
  writeFileSync(STAMP, wanted);
}
// What comes next loads for seconds before it can say a word itself: whoever watches should know that it has begun.
if (next !== undefined && process.stderr.isTTY) console.error(`${next}: loading`);

/** Changes with every file that is added, removed or written. */
function stateOfSources() {
  const files = ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...ALSO_DECIDE]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function stampOfDist() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}

async function compile() {
  const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
  const given = [...ROOMS, '-d', 'dist', '--copy-files', '--ignore', 'bench/node_modules/**', '--quiet'];
  const compiler = spawn(process.execPath, [swc, ...given], { stdio: 'inherit' });
  const beganAt = Date.now();
  const timer = setInterval(() => {
    console.error(`still compiling, ${Math.round((Date.now() - beganAt) / 1_000)} s`);
  }, 6_000);
  const [status] = await once(compiler, 'exit');
  clearInterval(timer);
  if (status !== 0) process.exit(status ?? 1);
}

import { spawn } from 'node:child_process';

/** The checks that need no running system, in two lanes of about the same length, for two cores. */
const LANES = [['lint'], ['types', 'format', 'spelling', 'unused']];

function run(check) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', `check:${check}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('close', (code) => {
      if (code !== 0) console.error(`check:${check} failed\n${output}`);
      done(code === 0);
    });
  });
}

async function runLane(checks) {
  let passed = true;
  for (const check of checks) passed = (await run(check)) && passed;
  return passed;
}

const passed = await Promise.all(LANES.map(runLane));
if (!passed.every(Boolean)) process.exit(1);

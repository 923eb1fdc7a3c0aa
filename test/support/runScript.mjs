import { spawn } from 'node:child_process';

/** Runs a script of package.json. @returns its exit code, and what it said unless that went straight to the terminal. */
export function runScript(name, given = [], stdio = ['ignore', 'pipe', 'pipe']) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', name, '--', ...given], { stdio });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
    child.on('close', (code) => done({ code, output }));
  });
}

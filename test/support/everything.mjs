import { runScript } from './runScript.mjs';

/**
 * `npm test`: the checks beside the tests, for these wait for processes and clocks so often that one core of two would
 * stand still. Arguments are jest's.
 */
const checking = runScript('check').then(({ code, output }) => {
  process.stderr.write(output);
  return code;
});
const tests = await runScript('test:unit', process.argv.slice(2), 'inherit');
const checks = await checking;
if (checks !== 0) console.error('The checks failed: what they said stands above.');
if (checks !== 0 || tests.code !== 0) process.exitCode = 1;

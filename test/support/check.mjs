import { ageOfCurrencies } from './currencyAge.mjs';
import { runScript } from './runScript.mjs';

/** The checks that need no running system, one after the other: whatever runs beside them keeps a core of its two. */
const CHECKS = ['code', 'format', 'spelling', 'unused'];

for (const name of CHECKS) {
  const { code, output } = await runScript(`check:${name}`);
  if (code === 0) continue;
  console.error(`check:${name} failed\n${output}`);
  process.exitCode = 1;
}

const old = ageOfCurrencies(new Date());
if (old) console.warn(`warning: ${old}`);

import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** The subgraphs as programs that Node runs without a transformer, built apart from `dist`, which may be stale. */
export async function builtPrograms(): Promise<{ worker: string; child: string }> {
  // Below node_modules, so that bare imports are found as they are from the sources.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.compute-test-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  await run(join(ROOT, 'node_modules/.bin/swc'), ['subgraphs', '-d', folder, '--quiet'], { cwd: ROOT });
  const compute = join(folder, 'subgraphs/data/compute');
  return { worker: join(compute, 'main.js'), child: join(compute, '../adapters/engine/child.js') };
}

import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A folder of this run of the tests, which PostgreSQL's own account can reach too, where tests run as root. */
export function newFolder(kind: string): string {
  const folder = mkdtempSync(join(process.env.TEST_RUN_DIR!, `${kind}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** The same files, with their owners, in a new folder. */
export async function copyOfFolder(from: string, kind: string): Promise<string> {
  const folder = newFolder(kind);
  await run('cp', ['-a', '--reflink=auto', `${from}/.`, folder]);
  return folder;
}

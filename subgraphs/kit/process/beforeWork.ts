import { createServer } from 'node:net';
import type { DatabaseOwner, Settings } from '../settings.js';
import { databaseUrl } from '../settings.js';
import { SteadyClient } from '../store/steadyClient.js';
import { listen } from '../http/http.js';

/**
 * A server that is there answers in a few; one that starts beside us is waited for by nobody. On a machine on which five
 * processes start at once one may be late, and is asked again.
 */
const DATABASE_WAIT_MS = 5_000;
const DATABASE_ATTEMPTS_MAX = 3;

const PORT_TROUBLE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; stop that, or choose another port',
  EACCES: 'this user may not listen there; choose a port above 1023',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTFOUND: 'HOST is no address of this machine',
};

const DATABASE_TROUBLE: Readonly<Record<string, string>> = {
  '28P01': 'the server refuses its password',
  '28000': 'the server refuses its user',
  '3D000': 'there is no such database',
  '53300': 'the server has no connection left',
};

/**
 * Tries the port that a process will listen on, so that one that is taken is told before anything was begun.
 *
 * @param setting - the name of the setting that says it.
 * @throws Error in words
 */
export async function requireFreePort(setting: string, host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await listen(server, host, port);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Error(`${setting}: ${host}:${port} cannot be had: ${PORT_TROUBLE[code] ?? message}`, {
      cause: error,
    });
  }
  await new Promise((closed) => server.close(closed));
}

/**
 * Tries the databases that settings name, all at once.
 *
 * @throws Error that names each setting whose database cannot be used, without its value: it holds a password.
 */
export async function requireDatabases(settings: Settings, owners: readonly DatabaseOwner[]): Promise<void> {
  const tried = await Promise.all(
    owners.map(async (owner) => {
      const url = databaseUrl(settings, owner);
      const trouble = url === undefined ? undefined : await troubleWith(url);
      return trouble === undefined ? [] : [`  DATABASE_URL_${owner.toUpperCase()}: ${trouble}`];
    }),
  );
  const wrong = tried.flat();
  if (wrong.length > 0) throw new Error(`these databases cannot be used:\n${wrong.join('\n')}`);
}

async function troubleWith(connectionString: string, attempt = 1): Promise<string | undefined> {
  let client: SteadyClient | undefined;
  try {
    client = new SteadyClient({ connectionString });
    await client.connectWithin(DATABASE_WAIT_MS);
    await client.query('select 1');
    return undefined;
  } catch (error) {
    const { code = '', message = '' } = error as NodeJS.ErrnoException;
    // It was reached and did not say why not.
    if (code === '' && attempt < DATABASE_ATTEMPTS_MAX) return troubleWith(connectionString, attempt + 1);
    return DATABASE_TROUBLE[code] ?? `it cannot be reached (${code || message || 'no answer'})`;
  } finally {
    await client?.end().catch(() => undefined);
  }
}

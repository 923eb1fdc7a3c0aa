import { connect } from 'node:net';
import { SCALED } from './installation.js';

const LOCAL = { host: '127.0.0.1', port: 6379 };
const WAIT_MS = 1_000;

/** The Redis that the scaled forms are tried with: the one that is named, or this machine's own in a scaled run. */
export async function scaledRedisUrl(): Promise<string | undefined> {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  return SCALED && (await listens()) ? `redis://${LOCAL.host}:${LOCAL.port}` : undefined;
}

function listens(): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ ...LOCAL, timeout: WAIT_MS });
    const end = (answer: boolean) => () => {
      socket.destroy();
      done(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

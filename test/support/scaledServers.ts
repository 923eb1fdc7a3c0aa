import { connect } from 'node:net';

/** Five processes over a real PostgreSQL, instead of one over its own. */
export const SCALED = process.env.SCALED === 'true';

const HOST = '127.0.0.1';
const REDIS_PORT = 6379;
const NATS_PORT = 4222;
const WAIT_MS = 1_000;

/** The Redis that the scaled forms are tried with: the one that is named, or this machine's own in a scaled run. */
export async function scaledRedisUrl(): Promise<string | undefined> {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  return SCALED && (await listens(REDIS_PORT)) ? `redis://${HOST}:${REDIS_PORT}` : undefined;
}

/** The same of NATS, which wakes those who wait in other processes. */
export async function scaledNatsUrl(): Promise<string | undefined> {
  if (process.env.NATS_URL) return process.env.NATS_URL;
  return SCALED && (await listens(NATS_PORT)) ? `nats://${HOST}:${NATS_PORT}` : undefined;
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: HOST, port, timeout: WAIT_MS });
    const end = (answer: boolean) => () => {
      socket.destroy();
      done(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

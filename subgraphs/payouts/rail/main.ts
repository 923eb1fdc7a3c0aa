import { startRail } from './rail.js';
import { MISCHIEF, NO_MISCHIEF } from './webhooks.js';

/**
 * The rail as a process. Settings: RAIL_DIR, RAIL_HOST, RAIL_PORT, RAIL_TOKEN, RAIL_MISCHIEF (`false` to behave).
 * Started by a parent, it says where it listens and ends with it; alone, it prints that and runs until stopped.
 */
const {
  RAIL_DIR = '.data/rail',
  RAIL_HOST = '127.0.0.1',
  RAIL_PORT = '0',
  RAIL_TOKEN,
  RAIL_MISCHIEF,
} = process.env;
if (!RAIL_TOKEN || RAIL_TOKEN.length < 16) throw new Error('RAIL_TOKEN: sixteen characters or more');

const rail = await startRail({
  directory: RAIL_DIR,
  host: RAIL_HOST,
  port: Number(RAIL_PORT),
  token: RAIL_TOKEN,
  mischief: RAIL_MISCHIEF === 'false' ? NO_MISCHIEF : MISCHIEF,
});

const stop = (): void => void rail.stop().then(() => process.exit(0));
process.once('SIGTERM', stop);
if (process.send) {
  // Ctrl-C reaches the whole group; the parent decides when we go.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => process.exit(0));
  process.send({ url: rail.url, publicKey: rail.publicKey });
} else {
  process.once('SIGINT', stop);
  console.log(`sandbox rail at ${rail.url}, webhooks signed by ${rail.publicKey}`);
}

import { parseArgs } from 'node:util';

import { keptWorld } from './keptWorld.js';
import { load } from './load/load.js';
import { tokenOf } from './token.js';
import { existingWallets, keptWallets, type Wallets } from './wallets.js';

const USAGE = `usage:
  keys                  makes the demo people's keys, if there are none, and prints the operator's DID
  load --url <origin>   loads what the demo world lacks
  token --as <name>     prints an access token of one of the demo's people
  token --list          prints the people, their roles and ids as JSON`;

const { DATA_DIR = '.data', DEMO = 'true', DEMO_SEED, HOST = '127.0.0.1', PORT = '4000' } = process.env;

async function main(): Promise<void> {
  if (DEMO !== 'true') throw new Error('Outside a demo (DEMO=true) there are no demo people.');
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, as: { type: 'string' }, list: { type: 'boolean' } },
  });
  const url = values.url ?? `http://${HOST}:${PORT}`;
  const [command] = positionals;
  if (command === 'keys') return console.log(keptWallets(DATA_DIR, DEMO_SEED).operator.did);
  if (command === 'load') return loadFor(url);
  if (command === 'token' && values.list) return list();
  if (command === 'token' && values.as) {
    return console.log(await tokenOf(walletsHere(), values.as, { url, dataDir: DATA_DIR }));
  }
  throw new Error(USAGE);
}

/** With whoever started it: ends when that ends, and leaves Ctrl-C, which reaches both, to that. */
async function loadFor(url: string): Promise<void> {
  if (process.send) {
    process.on('SIGINT', () => undefined);
    process.once('disconnect', () => process.exit(1));
    process.channel?.unref();
  }
  await load(url, DATA_DIR, keptWallets(DATA_DIR, DEMO_SEED));
}

/** Asking for a token makes no demo where none is. */
function walletsHere(): Wallets {
  const wallets = existingWallets(DATA_DIR);
  if (wallets) return wallets;
  throw new Error(
    `There is no demo in ${DATA_DIR}: start one, or say by DATA_DIR where the one is that is meant.`,
  );
}

function list(): void {
  walletsHere();
  const world = keptWorld(DATA_DIR);
  if (!world) {
    throw new Error(`The demo world in ${DATA_DIR} is not whole yet: wait until its start says that it is.`);
  }
  console.log(JSON.stringify(world.people, null, 2));
}

main().catch((error: Error) => {
  console.error(error.message);
  // What else is under way would go on.
  process.exit(1);
});

import { parseArgs } from 'node:util';

import type { SigningKey } from '../keys/signingKey.js';
import { perform } from '../client/mutation.js';
import { answerChallenge } from '../client/session.js';
import { requestSignIn, signIn } from '../operations/signIn.js';
import { Endpoint } from './endpoint.js';
import { keptWorld } from './keptWorld.js';
import { load } from './load/load.js';
import { findPerson } from './people.js';
import { keptWallets } from './wallets.js';

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
  const wallets = keptWallets(DATA_DIR, DEMO_SEED);
  const [command] = positionals;
  if (command === 'keys') return console.log(wallets.operator.did);
  if (command === 'load') return void (await load(url, DATA_DIR, wallets));
  if (command === 'token' && values.list) return list();
  if (command === 'token' && values.as) return console.log(await token(url, findPerson(wallets, values.as)));
  throw new Error(USAGE);
}

function list(): void {
  const world = keptWorld(DATA_DIR);
  if (!world)
    throw new Error('The demo world is not whole yet: start it and wait for "the demo world is whole".');
  console.log(JSON.stringify(world.people, null, 2));
}

async function token(url: string, key: SigningKey): Promise<string> {
  const { anonymous } = new Endpoint(url);
  const challenge = await perform(anonymous, requestSignIn, { did: key.did });
  return (await perform(anonymous, signIn, answerChallenge(key, challenge))).accessToken;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

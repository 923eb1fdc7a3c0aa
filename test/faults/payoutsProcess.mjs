import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash, signPassport } from '../../dist/subgraphs/kit/identity/passport.js';
import { FileKeys } from '../../dist/subgraphs/kit/identity/keys.js';
import { readSettings, settingsSchema } from '../../dist/subgraphs/kit/settings.js';
import { locateDatabases } from '../../dist/subgraphs/kit/store/locate.js';
import { start } from '../../dist/subgraphs/payouts/index.js';

/**
 * The payouts service alone, as a process that a test may kill, and the steward who closes a period there. Both do at
 * every start what they would: the service goes on with the run that it finds, the steward, who has had no answer,
 * asks again if there is none. Ends by itself once the run is closed.
 *
 * Settings: CLOSE_AS (the steward's DID), CLOSE_INPUT (of the mutation, as JSON), and those of every service.
 */
const { CLOSE_AS, CLOSE_INPUT } = process.env;
const input = JSON.parse(CLOSE_INPUT);
const settings = readSettings(settingsSchema, process.env);
const keys = new FileKeys(join(settings.DATA_DIR, 'keys'));
const databases = locateDatabases(settings);
const service = await start({ settings, keys, ownerUrl: await databases.ownerUrl('payouts') });
await service.connect({ feed: silentFeed, log: noLog });

if ((await runs()).length === 0) {
  const mutation = 'mutation Close($input: ClosePeriodInput!) { closePeriod(input: $input) { id } }';
  await ask(mutation, { input });
}
while ((await runs()).some(({ state }) => state !== 'CLOSED')) await sleep(20);
await service.stop();
await databases.stop();
process.exit(0);

async function runs() {
  const query = `query Runs($of: [_Any!]!) {
    _entities(representations: $of) { ... on Cooperative { dividendRuns(first: 10) { nodes { state } } } }
  }`;
  const { _entities } = await ask(query, { of: [{ __typename: 'Cooperative', id: input.cooperative }] });
  return _entities[0].dividendRuns.nodes;
}

async function ask(query, variables) {
  const passportKey = keys.signing('gateway/passport', 'es256').privateKey;
  const claims = { aud: 'payouts', sub: CLOSE_AS, sid: 'ses_test', rid: 'test', jti: randomUUID() };
  const passport = signPassport(passportKey, { ...claims, bh: bodyHash(query, variables) });
  const { data, errors } = await service.execute({ query, variables, headers: { passport } });
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Another service whose journal holds nothing new. */
function silentFeed(source) {
  return {
    source,
    async read(_after, _limit, waitMs, signal) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      return [];
    },
    positionOf: () => Promise.resolve(null),
  };
}

function noLog(service) {
  throw new Error(`nobody needs the log of ${service} here`);
}

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
 * The payouts service alone, as a process that a test may have killed, and the steward who closes a period there.
 * Ends by itself once the run is closed.
 *
 * Settings: CLOSE_AS (the steward's DID), CLOSE_INPUT (of the mutation, as JSON), and those of every service.
 */
const { CLOSE_AS, CLOSE_INPUT } = process.env;
const settings = readSettings(settingsSchema, process.env);
const keys = new FileKeys(join(settings.DATA_DIR, 'keys'));
const databases = locateDatabases(settings);
const service = await start({ settings, keys, ownerUrl: await databases.ownerUrl('payouts') });
await service.connect({ feed: silentFeed, log: () => undefined });

const { closePeriod } = await ask(
  'mutation Close($input: ClosePeriodInput!) { closePeriod(input: $input) { id } }',
  {
    input: JSON.parse(CLOSE_INPUT),
  },
);
const { id } = closePeriod;
while (
  (await ask('query Run($id: ID!) { dividendRun(id: $id) { state } }', { id })).dividendRun.state !== 'CLOSED'
) {
  await sleep(20);
}
await service.stop();
await databases.stop();
process.exit(0);

/** Again as long as it is told to come later: a service that has just started has heard nothing yet. */
async function ask(query, variables) {
  const passportKey = keys.signing('gateway/passport', 'es256').privateKey;
  const claims = { aud: 'payouts', sub: CLOSE_AS, sid: 'ses_test', rid: 'test', jti: randomUUID() };
  const passport = signPassport(passportKey, { ...claims, bh: bodyHash({ query, variables }) });
  const { data, errors } = await service.execute({ query, variables, headers: { passport } });
  if (!errors) return data;
  if (errors.some(({ extensions }) => extensions?.retry !== 'later')) throw new Error(JSON.stringify(errors));
  await sleep(100);
  return ask(query, variables);
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

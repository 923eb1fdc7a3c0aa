import { parseArgs } from 'node:util';
import { GraphQLClient } from '../client/graphqlClient.js';
import { RequestRefused } from '../client/errors.js';
import { firstCharter } from './firstCharter.js';
import { FoundingFolder } from './folder.js';
import { attest, CHARTER_FILE, found } from './found.js';
import { makeKeys, readKeys } from './keys.js';
import { tokenOf } from './token.js';

const USAGE = `usage: npm run found -- <step> --in <folder>
  keys                                makes the keys of an operator, an attestation issuer and a founder
  charter --currency <code>           writes a first charter, to be read and changed
  cooperative --slug <slug> --name <name> --mission <sentence> --founder <name> [--url <origin>]
                                      founds the co-op at a running gateway
  attest --person <who> --did <did> [--url <origin>]
                                      prints an attestation for somebody who wants to apply
  token --as operator|founder [--url <origin>]
                                      signs in with that key and prints an access token of 15 minutes`;

const { HOST = '127.0.0.1', PORT = '4000' } = process.env;

type Given = Readonly<Record<string, string | undefined>>;

const OPTIONS = [
  'in',
  'currency',
  'slug',
  'name',
  'mission',
  'founder',
  'person',
  'did',
  'as',
  'url',
] as const;

const STEPS: Readonly<Record<string, (given: Given) => Promise<string> | string>> = {
  keys(given) {
    const { operator, issuer } = makeKeys(FoundingFolder.made(required(given, 'in')));
    return `operator ${operator.did}\nissuer ${issuer.did}`;
  },
  charter(given) {
    const folder = FoundingFolder.at(required(given, 'in'));
    const terms = firstCharter(required(given, 'currency'), readKeys(folder).issuer.did);
    folder.write(CHARTER_FILE, `${JSON.stringify(terms, null, 2)}\n`);
    return `read and change ${folder.pathOf(CHARTER_FILE)}`;
  },
  async cooperative(given) {
    const { id, before } = await found(clientOf(given), FoundingFolder.at(required(given, 'in')), {
      slug: required(given, 'slug'),
      name: required(given, 'name'),
      mission: required(given, 'mission'),
      founder: required(given, 'founder'),
    });
    return `${before ? 'founded before' : 'founded'} ${id}`;
  },
  async attest(given) {
    const who = { person: required(given, 'person'), did: required(given, 'did') };
    const folder = FoundingFolder.at(required(given, 'in'));
    return JSON.stringify(await attest(clientOf(given), folder, who));
  },
  token(given) {
    const folder = FoundingFolder.at(required(given, 'in'));
    return tokenOf(clientOf(given), folder, required(given, 'as'));
  },
};

async function main(): Promise<void> {
  const options = Object.fromEntries(OPTIONS.map((name) => [name, { type: 'string' as const }]));
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [name = '', ...more] = positionals;
  const step = Object.hasOwn(STEPS, name) && more.length === 0 ? STEPS[name] : undefined;
  if (!step) throw new Error(USAGE);
  console.log(await step(values));
}

function required(given: Given, name: (typeof OPTIONS)[number]): string {
  const value = given[name]?.trim();
  if (value) return value;
  throw new Error(`--${name} is missing.\n${USAGE}`);
}

function clientOf(given: Given): GraphQLClient {
  const origin = given.url ?? `http://${HOST}:${PORT}`;
  return new GraphQLClient({ url: new URL('/graphql', origin).href });
}

main().catch((error: Error) => {
  console.error(error.message);
  if (error instanceof RequestRefused) for (const issue of issuesOf(error)) console.error(`  ${issue}`);
  process.exit(1);
});

/** Which fields of what was sent the server would not take. */
function issuesOf({ failures }: RequestRefused): string[] {
  return failures.flatMap(({ extensions }) => (extensions?.issues as string[] | undefined) ?? []);
}

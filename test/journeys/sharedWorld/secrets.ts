import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { perform } from '../../../wallet/client/mutation.js';
import { answerChallenge } from '../../../wallet/client/session.js';
import { fromHex } from '../../../wallet/encoding/bytes.js';
import { derive } from '../../../wallet/keys/memberKeys.js';
import { refreshSession, requestSignIn, signIn } from '../../../wallet/operations/signIn.js';
import type { Tokens } from '../../../wallet/operations/signIn.js';
import { DemoPeople } from '../../support/demoPeople.js';
import { dumpRows } from '../../support/dump.js';
import { SERVICES } from '../../support/installation.js';
import type { Installation } from '../../support/installation.js';
import { SecretFinder } from '../../support/secretFinder.js';
import { outputOfFirstStart } from '../../support/world.js';

const JWT = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/;
const ORGANIZATIONS = ['hudson.mobility.lab', 'pampa.agronomics', 'data.protection.office', 'operator'];

/** What only a wallet may hold, or only one process: nowhere else, in no form. */
export function describeSecrets(given: () => Installation): void {
  describe('no secret', () => {
    let house: Installation;
    /** Of wallets, with tokens and records: no server keeps them in any form. */
    let others: SecretFinder;
    /** These, and the keys that rest in files of one process each. */
    let all: SecretFinder;
    let log: string;

    beforeAll(async () => {
      house = given();
      const people = new DemoPeople(house);
      const secrets = [
        ...walletSecrets(house.dataDir, people),
        ...(await someTokens(people)),
        ...recordsOf(people).map((text) => [`the record ${text}`, Buffer.from(text)] as const),
      ];
      others = new SecretFinder(new Map(secrets));
      all = new SecretFinder(new Map([...secrets, ...keysOf(join(house.dataDir, 'keys'))]));
      // The journeys before have done something of everything; here is a token where none belongs.
      const buyer = await people.signedIn('hudson.mobility.lab');
      await expect(
        buyer.client.execute('mutation { refreshSession(input: { token: 1 }) { did } }'),
      ).rejects.toThrow();
      log = (await outputOfFirstStart()) + house.output();
    });

    test.each(SERVICES)('is in the database of %s', async (service) => {
      const found: string[] = [];
      const dumped = await dumpRows(house.databaseUrl(service), (table, row) => {
        const names = all.inText(row);
        if (JWT.test(row)) names.push('a token');
        found.push(...names.map((name) => `${name} in ${table}`));
      });
      expect(found).toEqual([]);
      expect(dumped.tables).toBeGreaterThan(10);
      expect(dumped.rows).toBeGreaterThan(100);
    });

    test('is in what the processes said, asked to be as talkative as they can', () => {
      expect(log).toContain('the demo world is whole');
      expect(log).toContain('"level":30');
      expect(all.inText(log)).toEqual([]);
      expect(JWT.exec(log)).toBeNull();
    });

    test('is in any file of the servers, be it the pages of the database or its log, but where it belongs', async () => {
      // Stopped, it has written down all that it had in memory.
      await house.stop();
      const elsewhere = filesBelow(house.dataDir).filter((path) => !path.startsWith('demo/'));
      const found = elsewhere.flatMap((path) =>
        others.inBytes(readFileSync(join(house.dataDir, path))).map((name) => `${name} in ${path}`),
      );
      expect(found).toEqual([]);
      expect(elsewhere.length).toBeGreaterThan(600);
    });
  });
}

/** Everything that the demo's people derive from their one seed. */
function walletSecrets(dataDir: string, people: DemoPeople): Map<string, Uint8Array> {
  const kept = JSON.parse(readFileSync(join(dataDir, 'demo', 'wallets.json'), 'utf8')) as { seed: string };
  const seed = fromHex(kept.seed);
  const secrets = new Map<string, Uint8Array>([
    ['the seed', seed],
    ['the issuer’s seed', derive(seed, 'issuer')],
    ['the issuer’s key', derive(derive(seed, 'issuer'), 'personhood:signing')],
    ['the issuer’s nullifier secret', derive(derive(seed, 'issuer'), 'personhood:nullifier')],
  ]);
  for (const name of ORGANIZATIONS) secrets.set(`the key of ${name}`, derive(seed, `organization:${name}`));
  for (const slug of ['drivers', 'growers', 'patients']) {
    const { members, dataset } = people.cooperative(slug);
    for (const { handle } of members) {
      const master = derive(seed, `person:${handle}`);
      secrets.set(`the master secret of ${handle}`, master);
      secrets.set(`the signing key of ${handle}`, derive(master, `signing:${slug}`));
      secrets.set(`the dataset key of ${handle}`, derive(master, `dataset:${dataset}`));
    }
  }
  return secrets;
}

/** The private keys and secrets of the processes, which rest in files of their own. */
function keysOf(folder: string): Map<string, Uint8Array> {
  const secrets = new Map<string, Uint8Array>();
  for (const path of filesBelow(folder).filter((file) => !file.startsWith('public/'))) {
    const bytes = readFileSync(join(folder, path));
    if (path.endsWith('.json')) {
      const { d, secret } = JSON.parse(bytes.toString('utf8')) as { d?: string; secret?: string };
      secrets.set(path, Buffer.from((d ?? secret)!, 'base64url'));
    } else {
      secrets.set(path, path.endsWith('.password') ? Buffer.from(bytes.toString('utf8'), 'hex') : bytes);
    }
  }
  return secrets;
}

/** Tokens as they travel: what stands in them is no secret, they are. */
async function someTokens(people: DemoPeople): Promise<Map<string, Uint8Array>> {
  const key = people.wallets.organization('hudson.mobility.lab');
  const challenge = await perform(people.anyone, requestSignIn, { did: key.did });
  const first = await perform(people.anyone, signIn, answerChallenge(key, challenge));
  const second = await perform(people.anyone, refreshSession, { refreshToken: first.refreshToken });
  const secretsOf = ({ accessToken, refreshToken }: Tokens, which: string): [string, Uint8Array][] => [
    [`the ${which} access token`, Buffer.from(accessToken.split('.')[2]!, 'base64url')],
    [`the ${which} refresh token`, Buffer.from(refreshToken.split('.').at(-1)!, 'base64url')],
    [`the ${which} refresh token as text`, Buffer.from(refreshToken)],
  ];
  return new Map([...secretsOf(first, 'first'), ...secretsOf(second, 'second')]);
}

/** Beginnings of the members' rows as they are encrypted: long enough to be nobody else's. */
function recordsOf(people: DemoPeople): string[] {
  return ['drivers', 'patients'].flatMap((slug) => {
    const { spec, members } = people.cooperative(slug);
    return spec.deal(members.length).flatMap((rows) =>
      rows.slice(0, 2).map((row) =>
        Object.keys(row)
          .sort()
          .slice(0, 4)
          .map((column) => `${JSON.stringify(column)}:${JSON.stringify(row[column])}`)
          .join(','),
      ),
    );
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

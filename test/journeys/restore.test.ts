import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { perform } from '../../wallet/client/mutation.js';
import { submitProposal } from '../../wallet/operations/governance.js';
import { scaledDatabases } from '../support/databases.js';
import type { ScaledDatabases } from '../support/databases.js';
import { DemoPeople } from '../support/demoPeople.js';
import { copyOfFolder, newFolder } from '../support/folders.js';
import { SERVICES, startInstallation } from '../support/installation.js';
import type { Installation } from '../support/installation.js';
import { headOf, leavesOf, pathOfGrowth, proveInclusion } from '../support/logs.js';
import { ask } from '../support/reading.js';
import { SCALED } from '../support/scaledServers.js';
import { openHead, rootsFromConsistency } from '../support/stranger.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const OWNERS = [...SERVICES, 'gateway'] as const;
const LOG_KEYS = 'query Keys($of: ID) { logKeys(cooperative: $of) { service verifierKey } }';

interface Log {
  service: string;
  cooperative: string;
  verifierKey: string;
  note: string;
}

/** It takes PostgreSQL's own tools, and so a real server. */
const describeScaled = SCALED ? describe : describe.skip;

describeScaled('what was backed up of a running system, put up elsewhere', () => {
  let restored: Installation;
  let databases: ScaledDatabases;
  let people: DemoPeople;
  let logs: Log[];
  let ledger: string;

  beforeAll(async () => {
    const house = await installWorld();
    const before = new DemoPeople(house);
    logs = await logsOf(before);
    const dumps = newFolder('dumps');
    // As docs/production.md has it: the databases first, each as a whole, then the folder with keys and records.
    for (const owner of OWNERS) {
      await run('pg_dump', ['-Fc', '-f', join(dumps, owner), '-d', urlOf(house, owner)]);
    }
    const dataDir = await copyOfFolder(house.dataDir, 'restored');
    ledger = await ledgerOf(house.databaseUrl('payouts'));
    await house.kill('SIGKILL');
    databases = emptyBeside(house);
    await databases.create();
    for (const owner of OWNERS) {
      const url = databases.environment[`DATABASE_URL_${owner.toUpperCase()}`]!;
      await run('pg_restore', ['--exit-on-error', '-d', url, join(dumps, owner)]);
    }
    restored = await startInstallation(dataDir, databases);
    people = new DemoPeople(restored);
  }, INSTALL_MS);
  afterAll(async () => {
    await restored?.remove();
    await removeWorlds();
  }, INSTALL_MS);

  test('each log begins with what it was, under the key it had, and holds its entries', async () => {
    expect(logs.length).toBeGreaterThan(SERVICES.length);
    for (const { service, cooperative, verifierKey, note } of logs) {
      const then = openHead(note, verifierKey);
      const now = openHead((await headOf(people.anyone, service, cooperative)).note, verifierKey);
      expect(now.size).toBeGreaterThanOrEqual(then.size);
      if (then.size > 0n && now.size > then.size) {
        const path = await pathOfGrowth(people.anyone, service, cooperative, then.size, now.size);
        const roots = rootsFromConsistency(then.size, now.size, then.root, path);
        expect([roots.from, roots.to]).toEqual([then.root, now.root]);
      } else expect(now.root).toEqual(then.root);
      const [leaf] = await leavesOf(
        people.anyone,
        service,
        cooperative,
        await someType(service, cooperative),
      );
      if (leaf) await proveInclusion(people.anyone, verifierKey, { service, cooperative, ...leaf });
    }
  });

  test('the ledger is that which it was, and balances', async () => {
    expect(await ledgerOf(restored.databaseUrl('payouts'))).toBe(ledger);
    const [unbalanced] = await rows(
      restored.databaseUrl('payouts'),
      'select count(*)::int as count from (select transaction_id from ledger_entry group by 1 having sum(amount_minor) <> 0) t',
    );
    expect(unbalanced).toEqual({ count: 0 });
  });

  test('every record that the database knows is there', async () => {
    const known = await rows<{ cooperative: string; cid: string }>(
      restored.databaseUrl('data'),
      'select cooperative_id as cooperative, cid from contribution where erased_at is null and withdrawn_at is null',
    );
    expect(known.length).toBeGreaterThan(100);
    expect(
      known.filter(({ cooperative, cid }) => !existsSync(join(restored.dataDir, 'blobs', cooperative, cid))),
    ).toEqual([]);
  });

  test('no service has read further in another’s journal than that goes', async () => {
    for (const service of SERVICES) {
      for (const { source, position } of await rows<{ source: string; position: string }>(
        restored.databaseUrl(service),
        'select source, position from reaction_cursor',
      )) {
        const [lease] = await rows<{ position: string }>(
          restored.databaseUrl(source as (typeof SERVICES)[number]),
          'select position from sequencer_lease',
        );
        expect(BigInt(position)).toBeLessThanOrEqual(BigInt(lease!.position));
      }
    }
  });

  test('people sign in, and what they do is written', async () => {
    const drivers = people.cooperative('drivers');
    const steward = await people.signedIn('drivers/steward');
    await perform(steward.client, submitProposal, {
      cooperative: drivers.id,
      kind: 'RESOLUTION',
      title: 'After the fire',
      body: 'We go on where we were.',
      resolution: { text: 'We go on.' },
    });
    const { cooperative } = await ask(
      { client: people.anyone },
      'query Titles { cooperative(slug: "drivers") { proposals(first: 20) { nodes { title } } } }',
    );
    expect(cooperative.proposals.nodes).toContainEqual({ title: 'After the fire' });
  });

  async function logsOf(of: DemoPeople): Promise<Log[]> {
    const found = ['drivers', 'growers', 'patients'].map(async (slug) => {
      const { id } = of.cooperative(slug);
      const { logKeys } = await ask({ client: of.anyone }, LOG_KEYS, { of: id });
      return Promise.all(
        (logKeys as { service: string; verifierKey: string }[]).map(async (key) => {
          const { note } = await headOf(of.anyone, key.service, id);
          return { ...key, cooperative: id, note };
        }),
      );
    });
    return (await Promise.all(found)).flat();
  }

  /** The type of the newest entry of a log. */
  async function someType(service: string, cooperative: string): Promise<string> {
    const { auditTrail } = await ask(
      { client: people.anyone },
      'query One($s: Service, $of: ID) { auditTrail(service: $s, cooperative: $of, first: 1) { nodes { type } } }',
      { s: service, of: cooperative },
    );
    return auditTrail.nodes[0]?.type ?? 'None';
  }
});

function urlOf(house: Installation, owner: (typeof OWNERS)[number]): string {
  return owner === 'gateway'
    ? house.databaseUrl('membership').replace(/_membership$/, '_gateway')
    : house.databaseUrl(owner);
}

/** Databases under other names, on the server where the roles of that installation are. */
function emptyBeside(house: Installation): ScaledDatabases {
  const url = new URL(house.databaseUrl('membership'));
  const prefix = url.pathname.slice(1).replace(/_membership$/, '');
  url.pathname = '/postgres';
  return scaledDatabases({
    server: url.href,
    rolePrefix: prefix.slice(0, prefix.lastIndexOf('_')),
    prefix: `${prefix}r`,
  });
}

async function ledgerOf(databaseUrl: string): Promise<string> {
  const [whole] = await rows<{ digest: string }>(
    databaseUrl,
    `select md5(string_agg(e::text, '|' order by e::text)) as digest from ledger_entry e`,
  );
  return whole!.digest;
}

async function rows<Row extends object>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

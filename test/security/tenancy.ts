import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SERVICES } from '../support/installation.js';
import type { Service } from '../support/installation.js';
import { GIVEN, fillIn } from '../support/policyGiven.js';
import { NONE, findings, planOf } from '../support/policyRows.js';
import { readTenancy, sightsOf } from '../support/policyTenancy.js';
import type { Parties } from '../support/policyTenancy.js';
import type { PolicyWorld } from '../support/policyWorld.js';
import { FOREIGN, OWN, SELF, buyersOf } from '../support/policyViewers.js';
import { roleNames, roleUrl } from '../../subgraphs/kit/store/database.js';

const lines = readTenancy(new URL('tenancy.txt', import.meta.url));
const tablesOf = (service: Service) => [
  ...new Set(lines.filter((line) => line.service === service).map(({ table }) => table)),
];
const linesOf = (service: Service, table: string) =>
  lines.filter((line) => line.service === service && line.table === table);
const isOpen = (service: Service, table: string) => linesOf(service, table)[0]!.scope === 'everyone';
const guarded = (service: Service) => tablesOf(service).filter((table) => !isOpen(service, table));
const readersOf = (service: Service) => [
  ...new Set(
    lines
      .filter((line) => line.service === service)
      .map(({ scope }) => /^(?:reader|worker) (\w+)$/.exec(scope)?.[1])
      .filter((reader) => reader !== undefined),
  ),
];

interface Policy {
  table: string;
  name: string;
  hasCheck: boolean;
}

/** Row-level security, service by service, against the table in `tenancy.txt`. */
export function describeTenancy(given: () => PolicyWorld): void {
  describe.each(SERVICES)('the rows of %s', (service) => {
    const role = roleNames('cooperative', service).runtime;
    let owner: pg.Client;
    let runtime: pg.Client;
    let parties: Parties;

    beforeAll(async () => {
      const { installation, keys, people } = given();
      const ownerUrl = installation.databaseUrl(service);
      const password = keys.secret('database/roles', 24).toString('hex');
      owner = new pg.Client({ connectionString: ownerUrl });
      runtime = new pg.Client({ connectionString: roleUrl(ownerUrl, role, password) });
      await Promise.all([owner.connect(), runtime.connect()]);
      const [own, foreign] = [people.cooperative(OWN), people.cooperative(FOREIGN)];
      const { buyer, stranger } = buyersOf(own);
      parties = {
        own: own.id,
        foreign: foreign.id,
        viewer: own.members[SELF]!.did,
        foreignViewer: foreign.members[SELF]!.did,
        organization: people.listing(buyer).id!,
        otherOrganization: people.listing(stranger).id!,
      };
    });
    afterAll(() => Promise.all([owner.end(), runtime.end()]));

    const planned = (table: string) =>
      planOf(owner, table, sightsOf(linesOf(service, table), parties, readersOf(service)), {
        ...parties,
        role,
      });

    /** Works in a transaction of the owner's that leaves nothing, in which the table has rows of every kind. */
    async function arranged<T>(table: string, work: () => Promise<T>): Promise<T> {
      await owner.query(`begin isolation level repeatable read`);
      try {
        await owner.query(`set local session_replication_role = replica`);
        await fillIn(owner, table, GIVEN[`${service} ${table}`] ?? [], parties);
        return await work();
      } finally {
        await owner.query('rollback');
      }
    }

    /** What the runtime role would find if the policies of a table were these. */
    const findingsAfter = (table: string, change: string, enough?: number) =>
      arranged(table, async () => {
        const plan = await planned(table);
        if (change) await owner.query(change);
        await owner.query(`set local role ${role}`);
        return findings(owner, plan, enough);
      });

    async function policies(): Promise<Policy[]> {
      const { rows } = await owner.query<Policy>(
        `select tablename as table, policyname as name, with_check is not null as "hasCheck" from pg_policies
         where schemaname = 'public' order by 1, 2`,
      );
      return rows;
    }

    it('are all in the table, and lie open only where it says why', async () => {
      const { rows } = await owner.query<{ table: string; secured: boolean; forced: boolean }>(
        `select relname as table, relrowsecurity as secured, relforcerowsecurity as forced from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations' order by 1`,
      );
      expect(rows.map(({ table }) => table)).toEqual(tablesOf(service).sort());
      const wrong = rows.filter(
        ({ table, secured, forced }) => secured === isOpen(service, table) || secured !== forced,
      );
      expect(wrong).toEqual([]);
    });

    it('belong to somebody else than the roles that its processes sign in as', async () => {
      const names = Object.values(roleNames('cooperative', service)).sort();
      const { rows } = await owner.query(
        `select rolname as name, rolsuper as "isSuperuser", rolbypassrls as "passesPolicies",
           rolcreaterole as "makesRoles", rolcreatedb as "makesDatabases", rolinherit as "inherits",
           has_schema_privilege(rolname, 'public', 'CREATE') as "makesTables",
           (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned,
           (select count(*)::int from pg_auth_members where member = pg_roles.oid) as memberships
         from pg_roles where rolname = any($1) order by 1`,
        [names],
      );
      const powers = {
        ...{ isSuperuser: false, passesPolicies: false, makesRoles: false, makesDatabases: false },
        ...{ inherits: false, makesTables: false, owned: 0, memberships: 0 },
      };
      expect(rows).toEqual(names.map((name) => ({ name, ...powers })));
    });

    it('are seen and written by that role in each scope as the table says', async () => {
      const found: string[] = [];
      for (const table of guarded(service)) {
        await owner.query('begin isolation level repeatable read');
        const snapshot = await owner.query<{ id: string }>('select pg_export_snapshot() as id');
        const plan = await planned(table);
        await runtime.query('begin isolation level repeatable read');
        await runtime.query(`set transaction snapshot '${snapshot.rows[0]!.id}'`);
        found.push(...(await findings(runtime, plan)));
        await Promise.all([owner.query('rollback'), runtime.query('rollback')]);
      }
      expect(found).toEqual([]);
    });

    it('are there for every line of the table to be tried on', async () => {
      const vain: string[] = [];
      for (const table of guarded(service)) {
        const { sights, samples } = await arranged(table, () => planned(table));
        const hidden = sights.filter(({ shows, count }) => shows !== 'false' && count === 0);
        vain.push(...hidden.map(({ name }) => `${table}: no row for ${name}`));
        if (samples.own === NONE || samples.foreign === NONE) vain.push(`${table}: no row of both co-ops`);
        expect(await findingsAfter(table, '')).toEqual([]);
      }
      expect(vain).toEqual([]);
    });

    it('are lost or laid open, and that is noticed, if any one policy is dropped or lets everybody through', async () => {
      const unnoticed: string[] = [];
      for (const { table, name, hasCheck } of await policies()) {
        const drop = `drop policy ${name} on ${table}`;
        const open = `alter policy ${name} on ${table} using (true)${hasCheck ? ' with check (true)' : ''}`;
        for (const change of [drop, open]) {
          if ((await findingsAfter(table, change, 1)).length === 0) unnoticed.push(change);
        }
      }
      expect(unnoticed).toEqual([]);
    });

    it('are laid open, and that is noticed, if a table is no longer secured', async () => {
      const unnoticed: string[] = [];
      for (const table of guarded(service)) {
        const change = `alter table ${table} disable row level security`;
        if ((await findingsAfter(table, change, 1)).length === 0) unnoticed.push(change);
      }
      expect(unnoticed).toEqual([]);
    });
  });
}

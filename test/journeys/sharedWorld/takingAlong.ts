import { beforeAll, describe, expect, test } from '@jest/globals';
import { HELD as DATA } from '../../../subgraphs/data/store/heldRecords.js';
import { HELD as GOVERNANCE } from '../../../subgraphs/governance/store/heldRecords.js';
import type { HeldPart } from '../../../subgraphs/kit/store/heldRecords.js';
import { HELD as MEMBERSHIP } from '../../../subgraphs/membership/store/heldRecords.js';
import { HELD as PAYOUTS } from '../../../subgraphs/payouts/store/heldRecords.js';
import { exportEverything } from '../../../wallet/actions/exporting.js';
import { withdrawalBy } from '../../../wallet/actions/withdrawing.js';
import { mutation, perform, performAll } from '../../../wallet/client/mutation.js';
import type { Person } from '../../../wallet/demo/endpoint.js';
import { signStatement } from '../../../wallet/keys/statements.js';
import { METADATA } from '../../../wallet/vault/crate.js';
import type { Crate } from '../../../wallet/vault/crate.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../../support/demoPeople.js';
import { dumpRows } from '../../support/dump.js';
import { SERVICES } from '../../support/installation.js';
import type { Installation, Service } from '../../support/installation.js';
import { ask } from '../../support/reading.js';
import type { Shown } from '../../support/reading.js';

const PARTS: Record<Service, HeldPart> = {
  membership: MEMBERSHIP,
  governance: GOVERNANCE,
  data: DATA,
  payouts: PAYOUTS,
};

const delegateVote = mutation<object, { id: string }>('delegateVote', 'id');

/** A record by what does not change in it. */
function nameOf({ kind, record }: Shown): string {
  const { id, proposal, job, idempotencyKey, service } = record;
  return `${kind} ${id ?? proposal ?? job ?? idempotencyKey ?? service ?? ''}`;
}

/** What a member takes along is all that is held of them, or the export says what it lacks. */
export function describeTakingAlong(given: () => Installation): void {
  describe('what a member takes along', () => {
    let house: Installation;
    let growers: KnownCooperative;
    let member: KnownMember;
    let person: Person;
    let crate: Crate;

    beforeAll(async () => {
      house = given();
      const people = new DemoPeople(house);
      growers = people.cooperative('growers');
      member = growers.members.find(({ consent, votes, office }) => consent === 'OPEN' && votes && !office)!;
      person = await people.signedIn(member.handle);
      await delegate(growers.members[0]!);
      const { minimumPayoutMinor } = growers.spec.charter('').revenuePolicy;
      const withdraw = (destination: string) =>
        performAll(person.client, [
          withdrawalBy(person.key, {
            cooperative: growers.id,
            amountMinor: minimumPayoutMinor,
            destination,
            idempotencyKey: `take along by ${destination}`,
          }),
        ]);
      await expect(withdraw('my savings')).rejects.toMatchObject({ code: 'DESTINATION_COOLING' });
      await withdraw('default');
      crate = await exportEverything(person.client, { cooperative: growers.id, member: member.id });
    });

    async function delegate(to: KnownMember): Promise<void> {
      const terms = { cooperative: growers.id, to: to.id, topic: 'RESOLUTION' };
      const signed = signStatement(person.key, 'Delegation', { ...terms, from: person.key.did });
      await perform(person.client, delegateVote, { ...terms, ...signed });
    }

    const list = (path: string) => (crate.get(path) ?? []) as Shown[];

    test.each([
      'membership/memberships.json',
      'membership/authenticators.json',
      'membership/sessions.json',
      'membership/notifications.json',
      'governance/ballots.json',
      'governance/delegations.json',
      'data/contributions.json',
      'data/consents.json',
      'data/accessLog.json',
      'data/verifications.json',
      'payouts/destinations.json',
      'payouts/dividends.json',
      'payouts/ledgerEntries.json',
      'payouts/meteredUses.json',
      'journal/entries.json',
    ])('has %s', (path) => {
      expect(list(path).length).toBeGreaterThan(0);
    });

    test('has the destination of a payout as they gave it', () => {
      expect(list('payouts/payouts.json')).toMatchObject([{ destination: 'default' }]);
    });

    test('lists its files, and says what is left out', () => {
      const graph = (crate.get(METADATA) as Shown)['@graph'] as Shown[];
      const root = graph.find((node) => node['@id'] === './');
      const files = [...crate.keys()].filter((path) => path !== METADATA);
      expect(root.hasPart).toEqual(files.map((path) => ({ '@id': path })));
      const described = graph.filter((node) => node['@type'] === 'File');
      expect(described.map((node) => node['@id'])).toEqual(files);
      for (const service of SERVICES) {
        for (const [where, reason] of Object.entries(PARTS[service].omitted)) {
          expect(root.description).toContain(`${service}/${where}: ${reason}`);
        }
      }
    });

    // A table that was added, and that nobody thought of here, is found by whom it names.
    test.each(SERVICES)('is all that %s holds, or it says what it lacks', async (service) => {
      const held = new Set<string>();
      await dumpRows(house.databaseUrl(service), (table, row) => {
        if (row.includes(member.did) || row.includes(member.id)) held.add(table);
      });
      const { kinds, omitted } = PARTS[service];
      const lacking = [...held].filter((table) => {
        const shown = kinds.filter(({ tables }) => tables.includes(table)).map(({ kind }) => kind);
        // What rests in the vault comes with its bytes, by a way of its own.
        const lists = table === 'contribution' ? [...shown, 'contributions'] : shown;
        return !(table in omitted) && lists.every((kind) => list(`${service}/${kind}.json`).length === 0);
      });
      expect(held.size).toBeGreaterThan(3);
      expect(lacking).toEqual([]);
    });

    test.each(['membership', 'governance', 'payouts'] as const)(
      'comes from %s page after page, each record once, and to nobody else',
      async (service) => {
        const field = `${service}Records`;
        const query = `query Page($id: ID!, $after: ID) {
          member(id: $id) { held: ${field}(first: 3, after: $after) { records { kind record } next } }
        }`;
        const found: Shown[] = [];
        for (let after: string | null = null; ;) {
          const { held }: Shown = (await ask(person, query, { id: member.id, after })).member;
          expect(held.records.length).toBeLessThanOrEqual(3);
          found.push(...held.records);
          after = held.next;
          if (after === null) break;
        }
        expect(found.length).toBeGreaterThan(3);
        const names = found.map(nameOf);
        expect(new Set(names).size).toBe(names.length);
        // More may have come since, and a payout may have been settled.
        const before = PARTS[service].kinds.flatMap(({ kind }) =>
          list(`${service}/${kind}.json`).map((record) => nameOf({ kind, record })),
        );
        expect(names).toEqual(expect.arrayContaining(before));
        const people = new DemoPeople(house);
        const steward = await people.signedIn(growers.members[0]!.handle);
        await expect(ask(steward, query, { id: member.id, after: null })).rejects.toMatchObject({
          code: 'FORBIDDEN',
        });
      },
    );
  });
}

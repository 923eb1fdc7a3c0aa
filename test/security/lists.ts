import { describe, expect, it } from '@jest/globals';
import { ask } from '../support/policyDoors.js';
import { nameOf } from '../support/policyViewers.js';
import type { ViewerName } from '../support/policyViewers.js';
import type { PolicyWorld } from '../support/policyWorld.js';

interface Entry {
  type: string;
  opening: { subject?: string; actor?: string; values: Record<string, unknown> } | null;
}

const SERVICES = ['MEMBERSHIP', 'GOVERNANCE', 'DATA', 'PAYOUTS'];
/** Of such entries the private part is for whom they are about, and for nobody else. */
const OF_ONES_MONEY = [
  'DividendCredited',
  'PayoutDestinationAdded',
  'PayoutDestinationRemoved',
  'PayoutRequested',
  'PayoutSettled',
  'PayoutFailed',
  'Staked',
  'Unstaked',
];

/** Lists that hold more for some than for others, beyond what their fields say. */
export function describeLists(given: () => PolicyWorld): void {
  const through = async (viewer: ViewerName, query: string): Promise<unknown> => {
    const { data, errors } = await ask(given(), { door: 'gateway', service: 'any', viewer }, query);
    expect(errors).toEqual([]);
    return data;
  };

  describe('the accounts of a co-op', () => {
    const codesFor = async (viewer: ViewerName): Promise<string[]> => {
      const query = `{ cooperative(id: "${given().own.cooperative}") {
        accounts(first: 100) { nodes { code } } } }`;
      const { cooperative } = (await through(viewer, query)) as {
        cooperative: { accounts: { nodes: { code: string }[] } };
      };
      return cooperative.accounts.nodes.map(({ code }) => code);
    };

    it('are all there for an auditor', async () => {
      const codes = await codesFor('auditor');
      expect(codes).toContain('assets:settlement');
      expect(codes).toContain('liabilities:member');
    });
  });

  describe('the private part of a journal entry', () => {
    const trail = async (viewer: ViewerName, service: string, type?: string): Promise<Entry[]> => {
      const { auditTrail } = (await through(
        viewer,
        `{ auditTrail(cooperative: "${given().own.cooperative}", service: ${service},
           ${type ? `type: "${type}",` : ''} first: 100) { nodes { type opening } } }`,
      )) as { auditTrail: { nodes: Entry[] } };
      return auditTrail.nodes;
    };
    const openings = (entries: Entry[]) => entries.filter(({ opening }) => opening !== null);

    it.each(SERVICES)(
      'of %s is opened to stewards and auditors, but where it is of one’s money',
      async (service) => {
        for (const viewer of ['steward', 'auditor'] as const) {
          const entries = await trail(viewer, service);
          const common = entries.filter(({ type }) => !OF_ONES_MONEY.includes(type));
          expect(common.length).toBeGreaterThan(0);
          expect(openings(common)).toEqual(common);
          const { viewer: holder } = (await through(viewer, '{ viewer { memberships { id } } }')) as {
            viewer: { memberships: { id: string }[] };
          };
          const own = holder.memberships.map(({ id }) => id);
          const ofOthers = openings(entries)
            .filter(({ type }) => OF_ONES_MONEY.includes(type))
            .filter(({ opening }) => !own.includes(String(opening!.values.memberId)));
          expect(ofOthers).toEqual([]);
        }
      },
    );

    it('of one’s money is opened to oneself, and not listed as theirs for anybody else', async () => {
      const { people, own } = given();
      const { id } = people.listing(nameOf(people, 'self')!);
      const listed = async (viewer: ViewerName): Promise<Entry[]> => {
        const query = `{ auditTrail(cooperative: "${own.cooperative}", subject: "${id}", first: 100) {
          nodes { type opening } } }`;
        return ((await through(viewer, query)) as { auditTrail: { nodes: Entry[] } }).auditTrail.nodes;
      };
      const ownMoney = (entries: Entry[]) => entries.filter(({ type }) => OF_ONES_MONEY.includes(type));
      const mine = ownMoney(await listed('self'));
      expect(mine.map(({ type }) => type)).toContain('DividendCredited');
      expect(openings(mine)).toEqual(mine);
      for (const viewer of ['steward', 'auditor'] as const) {
        const theirs = await listed(viewer);
        expect(theirs.length).toBeGreaterThan(0);
        expect(ownMoney(theirs)).toEqual([]);
      }
    });

    it.each(SERVICES)('of %s is opened to no stranger', async (service) => {
      const strangers = ['anonymous', 'foreign steward', 'foreign auditor', 'regulator', 'operator'] as const;
      for (const viewer of strangers) expect(openings(await trail(viewer, service))).toEqual([]);
    });

    it.each(SERVICES)('of %s is opened to a member where it is about them, or by them', async (service) => {
      const { people } = given();
      const { id, did } = people.listing(nameOf(people, 'member')!);
      const opened = openings(await trail('member', service));
      const others = opened.filter(({ opening }) => !JSON.stringify(opening).includes(id!));
      expect(others.filter(({ opening }) => !JSON.stringify(opening).includes(did))).toEqual([]);
    });

    it('says to nobody what somebody has voted', async () => {
      const cast = await trail('steward', 'GOVERNANCE', 'BallotCast');
      expect(cast.length).toBeGreaterThan(0);
      const said = new Set(cast.flatMap(({ opening }) => Object.keys(opening!.values)));
      expect([...said].sort()).toEqual(['ballot', 'proposal', 'voter']);
    });
  });
}

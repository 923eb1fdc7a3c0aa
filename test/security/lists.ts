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

    it.each(['self', 'member'] as const)('are without those of the members for a %s', async (viewer) => {
      const codes = await codesFor(viewer);
      expect(codes).toContain('assets:settlement');
      expect(codes).not.toContain('liabilities:member');
    });

    it.each(['steward', 'auditor'] as const)('are all there for an %s', async (viewer) => {
      expect(await codesFor(viewer)).toContain('liabilities:member');
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

    it.each(SERVICES)('of %s is opened to stewards and auditors', async (service) => {
      for (const viewer of ['steward', 'auditor'] as const) {
        const entries = await trail(viewer, service);
        expect(entries.length).toBeGreaterThan(0);
        expect(openings(entries)).toEqual(entries);
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

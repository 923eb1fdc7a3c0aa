import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/policyDoors.js';
import type { ViewerName } from '../support/policyViewers.js';
import type { PolicyWorld } from '../support/policyWorld.js';
import { wholeHouse } from '../support/wholeHouse.js';
import type { WholeHouse } from '../support/wholeHouse.js';
import { describeOutages } from './outages.js';
import { describeRandomDocuments } from './randomDocuments.js';

const COMPOSE_MS = 60_000;

/** What a licence's voters and payees may read of it, and what they may not. */
const LICENCE =
  'id purpose state dataset { title } buyer { name } offer { price { model } } decision { id } ' +
  'agreement requestedAt changedAt steps { id } jobs(first: 1) { nodes { id } } invoices(first: 1) { nodes { id } }';
const READABLE = {
  id: expect.stringMatching(/^lic_/),
  purpose: expect.stringMatching(/^dpv:/),
  state: 'FINALIZED',
  dataset: { title: expect.any(String) },
  buyer: { name: expect.any(String) },
  offer: { price: { model: expect.any(String) } },
  decision: { id: expect.stringMatching(/^prp_/) },
};
const WITHHELD = {
  agreement: null,
  requestedAt: null,
  changedAt: null,
  steps: null,
  jobs: null,
  invoices: null,
};

/** A null stands where something was withheld, and nowhere else. */
export function describeNulls(given: () => PolicyWorld): void {
  describe('null stays where it belongs', () => {
    let house: WholeHouse;
    beforeAll(async () => {
      house = await wholeHouse(given());
    }, COMPOSE_MS);
    afterAll(() => house?.stop());

    const asked = async (viewer: ViewerName, query: string) => {
      const { data, errors = [] } = await house.ask(viewer, query);
      return { data, told: errors.map(({ path, extensions }) => [path?.at(-1), extensions?.code]).sort() };
    };
    const effect = (selection: string) =>
      `{ proposal(id: "${given().own.licenceVote}") { effect { ... on LicenceEffect { purpose licence { ${selection} } } } } }`;
    const forbidden = Object.keys(WITHHELD)
      .sort()
      .map((name) => [name, 'FORBIDDEN']);

    it('in a fellow member, whose balance and DID are not shown', async () => {
      const { self } = given().own;
      const query = `{ member(id: "${self}") { id balance { amountMinor } did standing } }`;
      expect(await asked('member', query)).toEqual({
        data: { member: { id: self, balance: null, did: null, standing: 'ADMITTED' } },
        told: [
          ['balance', 'FORBIDDEN'],
          ['did', 'FORBIDDEN'],
        ],
      });
    });

    it('in the licence that a vote was about, which its voters read in part', async () => {
      expect(await asked('member', effect(LICENCE))).toEqual({
        data: { proposal: { effect: { purpose: READABLE.purpose, licence: { ...READABLE, ...WITHHELD } } } },
        told: forbidden,
      });
    });

    it('in the licences that a payslip names, which its payee reads in part', async () => {
      const query = `{ viewer { memberships { dividends(first: 1) { nodes { amount { amountMinor } lines { licence { ${LICENCE} } } } } } } }`;
      const { data, told } = await asked('self', query);
      const [membership] = (data as { viewer: { memberships: { dividends: { nodes: unknown[] } }[] } }).viewer
        .memberships;
      expect(membership!.dividends.nodes).toEqual([
        {
          amount: { amountMinor: expect.stringMatching(/^\d+$/) },
          lines: [{ licence: { ...READABLE, ...WITHHELD } }],
        },
      ]);
      expect(told).toEqual(forbidden);
    });

    it.each(['anonymous', 'foreign member', 'foreign steward', 'other buyer'] as const)(
      'where a vote names a licence that %s may not know of',
      async (viewer) => {
        expect(await asked(viewer, effect('id state purpose'))).toEqual({
          data: { proposal: { effect: { purpose: READABLE.purpose, licence: null } } },
          told: [expect.arrayContaining(['NOT_FOUND'])],
        });
      },
    );

    it('in a mutation that is refused beside one that was done', async () => {
      const query =
        'mutation { markNotificationsRead(input: { ids: [] }) { did } advanceClock(input: { seconds: 1 }) { now } }';
      const { data, errors } = await ask(given(), { door: 'gateway', service: '', viewer: 'member' }, query);
      expect(data).toEqual({ markNotificationsRead: { did: expect.any(String) }, advanceClock: null });
      expect(errors).toMatchObject([{ path: ['advanceClock'], extensions: { code: 'FORBIDDEN' } }]);
    });

    describeOutages(given, () => house);
    describeRandomDocuments(given, () => house);
  });
}

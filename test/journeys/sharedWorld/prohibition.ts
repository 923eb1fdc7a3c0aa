import { beforeAll, describe, expect, test } from '@jest/globals';
import { perform } from '../../../wallet/client/mutation.js';
import type { Person } from '../../../wallet/demo/endpoint.js';
import { awaited } from '../../../wallet/demo/pool.js';
import { PROPOSALS, submitProposal } from '../../../wallet/operations/governance.js';
import type { BallotPaper } from '../../../wallet/operations/governance.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import * as journey from '../../support/journey.js';
import { ask } from '../../support/reading.js';
import type { Shown } from '../../support/reading.js';

const DAY_MS = journey.DAY_SECONDS * 1000;
const LICENCE = `query Licence($id: ID!) {
  licence(id: $id) {
    state reason validUntil noticeUntil offer { termDays prohibitionNoticeDays }
    invoices(first: 5) { nodes { state job { id } amount { amountMinor } creditNotes { amount { amountMinor } } } }
  }
}`;

/** The members prohibit what a licence in force is for, and what was agreed for that happens by itself. */
export function describeProhibition(given: () => Installation): void {
  describe('a prohibition that comes later', () => {
    let people: DemoPeople;
    let growers: KnownCooperative;
    let buyer: Person;
    let before: Shown;

    beforeAll(async () => {
      people = new DemoPeople(given());
      growers = people.cooperative('growers');
      buyer = await people.signedIn(growers.spec.licence.buyer);
      before = await read();
      await amend();
    });

    const read = async (): Promise<Shown> => (await ask(buyer, LICENCE, { id: growers.licence })).licence;
    const own = ({ invoices }: Shown): Shown => invoices.nodes.find(({ job }: Shown) => job === null);

    async function amend(): Promise<void> {
      const steward = await people.signedIn('growers/steward');
      const { cooperative } = await ask(
        steward,
        'query Charter($id: ID!) { cooperative(id: $id) { charter { terms } } }',
        { id: growers.id },
      );
      const { terms } = cooperative.charter;
      const prohibitedPurposes = [...terms.prohibitedPurposes, growers.spec.licence.purpose];
      const { id } = await perform(steward.client, submitProposal, {
        ...{
          cooperative: growers.id,
          kind: 'CHARTER_AMENDMENT',
          title: 'No more of that',
          body: 'We have seen enough.',
        },
        amendment: { terms: { ...terms, prohibitedPurposes } },
      });
      const paper = await awaited('the vote on the amendment is open', async () => {
        const { proposals } = await ask(steward, PROPOSALS, { cooperative: growers.id });
        return (proposals.nodes as BallotPaper[]).find((one) => one.id === id && one.state === 'OPEN');
      });
      await journey.castBallots(people, growers, paper, { inFavour: 60, against: 0 });
      await people.pass(7 * journey.DAY_SECONDS);
      await people.pass(14 * journey.DAY_SECONDS);
    }

    test('is told to the buyer with the day on which the licence ends', async () => {
      expect(before).toMatchObject({
        state: 'FINALIZED',
        noticeUntil: null,
        offer: { prohibitionNoticeDays: 30 },
      });
      const noticed = await awaited('the notice', async () => {
        const licence = await read();
        return licence.noticeUntil === null ? undefined : licence;
      });
      expect(noticed.state).toBe('FINALIZED');
      await awaited('the buyer is told', async () => {
        const { viewer } = await ask(
          buyer,
          '{ viewer { notifications(first: 20) { nodes { kind subject } } } }',
        );
        const told = viewer.notifications.nodes.find(({ kind }: Shown) => kind === 'LICENCE_PROHIBITED');
        return told?.subject === growers.licence || undefined;
      });
      before = { ...before, noticeUntil: noticed.noticeUntil };
    });

    test('ends it then, and what is left of the price goes back to the cent', async () => {
      await people.pass(31 * journey.DAY_SECONDS);
      const ended = await awaited('the licence has ended', async () => {
        const licence = await read();
        return licence.state === 'TERMINATED' && own(licence).creditNotes.length > 0 ? licence : undefined;
      });
      expect(ended).toMatchObject({ reason: 'PURPOSE_PROHIBITED', noticeUntil: null });
      const left = BigInt(Date.parse(before.validUntil) - Date.parse(before.noticeUntil));
      const whole = BigInt(before.offer.termDays * DAY_MS);
      const paid = BigInt(own(before).amount.amountMinor);
      const unused = (paid * left + whole - 1n) / whole;
      const credited = own(ended).creditNotes.map(({ amount }: Shown) => BigInt(amount.amountMinor));
      expect(credited.reduce((sum: bigint, part: bigint) => sum + part, 0n)).toBe(unused);
    });

    test('leaves nothing to compute under', async () => {
      const spec = { measures: [{ kind: 'COUNT' }], epsilon: '0.1' };
      await expect(journey.submit(buyer, growers.licence, spec, 'too late')).rejects.toMatchObject({
        code: 'LICENCE_NOT_ACTIVE',
      });
    });
  });
}

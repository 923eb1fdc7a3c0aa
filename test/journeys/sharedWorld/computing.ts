import { beforeAll, describe, expect, test } from '@jest/globals';
import { consentBy, contributionBy } from '../../../wallet/actions/contributing.js';
import type { ComputeKey } from '../../../wallet/actions/contributing.js';
import { mutation, perform, performAll } from '../../../wallet/client/mutation.js';
import type { Person } from '../../../wallet/demo/endpoint.js';
import { signStatement } from '../../../wallet/keys/statements.js';
import { COMPUTE_KEY, publishDataset, publishOffer } from '../../../wallet/operations/data.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../../support/demoPeople.js';
import { holdBeforeRelease } from '../../support/holding.js';
import type { Installation } from '../../support/installation.js';
import * as journey from '../../support/journey.js';
import type { Negotiation } from '../../support/journey.js';
import { accessLog, ask, budgetLeft } from '../../support/reading.js';

const withdrawConsent = mutation<
  { consent: string; signature: string; key: string },
  { id: string; state: string }
>('withdrawConsent', 'id state');
const OFFER = {
  purposes: ['dpv:AcademicResearch'],
  termDays: 30,
  price: { amount: { amountMinor: '1000', currency: 'USD' }, model: 'FLAT' },
};

/** What a computation may not use, however late somebody changes their mind, and what it may not cost. */
export function describeComputing(given: () => Installation): void {
  describe('a computation', () => {
    let house: Installation;
    let people: DemoPeople;
    let drivers: KnownCooperative;
    let negotiation: Negotiation;
    let buyer: Person;

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
      drivers = people.cooperative('drivers');
      negotiation = await journey.negotiationOf(people, 'drivers', 'hudson.mobility.lab');
      ({ buyer } = negotiation);
    });

    describe('whose subject takes their consent back', () => {
      let members: KnownMember[];
      let read: string;
      let queued: string;
      let later: string;
      const [afterReading, beforeReading] = [0, 1];

      beforeAll(async () => {
        members = willing().slice(0, 2);
        const persons: Person[] = await people.allSignedIn(members);
        ({ id: read } = await journey.submit(buyer, drivers.licence, spec('0.5'), 'read'));
        const goOn = await holdBeforeRelease(house.databaseUrl('data'), read);
        // The one worker is held in the middle of a job, so this one has not been read.
        ({ id: queued } = await journey.submit(buyer, drivers.licence, spec('0.5'), 'queued'));
        try {
          for (const person of persons) expect((await withdraw(person)).state).toBe('WITHDRAWN');
        } finally {
          await goOn();
        }
        ({ id: later } = await journey.submit(buyer, drivers.licence, spec('0.5'), 'later'));
        for (const job of [read, queued, later]) await journey.endOf(buyer, job);
      });

      test('between reading and release is made again without them', async () => {
        expect(await usesOf(members[afterReading]!, read)).toBe(0);
        expect(await membersIn(read)).toBe(willing().length - 2);
      });

      test('between submission and reading does not read them', async () => {
        expect(await usesOf(members[beforeReading]!, queued)).toBe(0);
        expect(await membersIn(queued)).toBe(willing().length - 2);
      });

      test('does not read them ever after, and still counts everybody else', async () => {
        for (const member of members) expect(await usesOf(member, later)).toBe(0);
        expect(await membersIn(later)).toBe(willing().length - 2);
        expect(await usesOf(willing()[2]!, later)).toBe(1);
      });

      test('whose consent is gone cannot take it back twice', async () => {
        const [member] = await people.allSignedIn(members);
        await expect(withdraw(member!)).rejects.toMatchObject({ code: 'CONSENT_ENDED' });
      });
    });

    describe('that costs more privacy than is left', () => {
      test('is refused, and costs nothing', async () => {
        const left = await budgetLeft(buyer, drivers.dataset);
        const more = spec(decimal(left + 1_000n));
        await expect(journey.submit(buyer, drivers.licence, more, 'more')).rejects.toMatchObject({
          code: 'BUDGET_EXHAUSTED',
        });
        expect(await budgetLeft(buyer, drivers.dataset)).toBe(left);
      });

      test('is refused also when two ask at once for what one may have', async () => {
        const left = await budgetLeft(buyer, drivers.dataset);
        const most = spec(decimal((left * 2n) / 3n));
        const asked = await Promise.allSettled(
          ['first', 'second', 'third'].map((key) => journey.submit(buyer, drivers.licence, most, key)),
        );
        const refused = asked.filter((one) => one.status === 'rejected');
        expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual([
          'BUDGET_EXHAUSTED',
          'BUDGET_EXHAUSTED',
        ]);
        expect(await budgetLeft(buyer, drivers.dataset)).toBe(left - (left * 2n) / 3n);
      });

      test('is refused when the budget is spent to the last millionth', async () => {
        const left = await budgetLeft(buyer, drivers.dataset);
        await journey.submit(buyer, drivers.licence, spec(decimal(left)), 'the last');
        expect(await budgetLeft(buyer, drivers.dataset)).toBe(0n);
        await expect(journey.submit(buyer, drivers.licence, spec('0.001'), 'one more')).rejects.toMatchObject(
          {
            code: 'BUDGET_EXHAUSTED',
          },
        );
      });

      test('is not a repeat of one that was paid for', async () => {
        const again = await journey.submit(buyer, drivers.licence, spec('0.5'), 'later');
        expect((await journey.endOf(buyer, again.id)).state).toBe('RELEASED');
        expect(await budgetLeft(buyer, drivers.dataset)).toBe(0n);
      });
    });

    test.each([
      { what: 'a column that is not there', change: { measures: [{ kind: 'SUM', column: 'surname' }] } },
      { what: 'groups of an open list', change: { groupBy: [{ column: 'picked_up_at' }] } },
      { what: 'more rows of a member than count', change: { rowsPerMember: 41 } },
      { what: 'a statement of its own', change: { sql: 'select * from consent' } },
    ])('that asks for $what is refused', async ({ what, change }) => {
      const asked = { ...spec('0.1'), ...change };
      await expect(journey.submit(buyer, drivers.licence, asked, what)).rejects.toMatchObject({
        code: 'JOB_SPEC_INVALID',
      });
    });

    test('of another buyer finds no licence', async () => {
      const other = await people.signedIn('pampa.agronomics');
      await expect(journey.submit(other, drivers.licence, spec('0.1'), 'other')).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    test('over a cohort so small that it would tell of single people is refused', async () => {
      const dataset = await newDataset();
      const offer = await perform(negotiation.steward.client, publishOffer, { dataset, terms: OFFER });
      await contributeAll(dataset, drivers.members.slice(20, 32));
      buyer.client.positions.follow(negotiation.steward.client.positions);
      const licence = await journey.license(negotiation, {
        dataset,
        offer: offer.id,
        purpose: 'dpv:AcademicResearch',
        idempotencyKey: 'few',
      });
      const few = { measures: [{ kind: 'COUNT' }], epsilon: '1' };
      const { estimateJob } = await ask(
        buyer,
        'query Estimate($input: EstimateJobInput!) { estimateJob(input: $input) { cohortMet } }',
        { input: { licence, spec: few } },
      );
      expect(estimateJob.cohortMet).toBe(false);
      await expect(journey.submit(buyer, licence, few, 'few')).rejects.toMatchObject({
        code: 'COHORT_TOO_SMALL',
      });
      // Nor does the catalogue say how small it is, below ten; and it says tens above.
      const { dataset: shown } = await ask(
        buyer,
        'query Shown($id: ID!) { dataset(id: $id) { contributorCount } }',
        {
          id: dataset,
        },
      );
      expect(shown.contributorCount).toBe(10);
    });

    /** Members whose consents cover research for a buyer, and have not ended. */
    function willing(): KnownMember[] {
      return drivers.members.filter(({ consent }) => consent === 'OPEN' || consent === 'RESEARCH');
    }

    async function withdraw(person: Person): Promise<{ state: string }> {
      const { viewer } = await ask(
        person,
        'query Consents { viewer { memberships { consents(first: 5) { nodes { id } } } } }',
      );
      const consent = viewer.memberships[0].consents.nodes[0].id as string;
      const signed = signStatement(person.key, 'ConsentWithdrawal', { consent, member: person.key.did });
      return perform(person.client, withdrawConsent, { consent, ...signed });
    }

    /** How often a member's access log names a job. */
    async function usesOf(member: KnownMember, job: string): Promise<number> {
      const uses = await accessLog(await people.signedIn(member.handle));
      return uses.filter(({ jobId }) => jobId === job).length;
    }

    /** How many members a released answer rests on, as the auditor is told. */
    async function membersIn(job: string): Promise<number> {
      const auditor = await people.signedIn('drivers/auditor');
      const query = 'query Members($id: ID!) { computeJob(id: $id) { state exactGates { members } } }';
      const { computeJob } = await ask(auditor, query, { id: job });
      expect(computeJob.state).toBe('RELEASED');
      return computeJob.exactGates.members as number;
    }

    async function newDataset(): Promise<string> {
      const { title: _title, columns: _columns, ...spec } = drivers.spec.dataset;
      const column = { name: 'waited', type: 'INTEGER', unit: 'min', meaning: 'Waited at the airport.' };
      const waits = { ...column, sensitivity: 'ORDINARY', bounds: { min: 0, max: 240 }, categories: null };
      const input = { cooperative: drivers.id, ...spec, title: 'Waits at JFK', columns: [waits] };
      return (await perform(negotiation.steward.client, publishDataset, input)).id;
    }

    async function contributeAll(dataset: string, members: readonly KnownMember[]): Promise<void> {
      const { computeKey } = await people.anyone.execute<{ computeKey: ComputeKey }>(COMPUTE_KEY);
      const terms = {
        purposes: OFFER.purposes,
        categories: ['ORDINARY'],
        recipients: ['BUYER'],
        expiresAt: null,
      };
      for (const [index, person] of (await people.allSignedIn(members)).entries()) {
        const datasetKey = people.walletOf(members[index]!).datasetKey(dataset);
        person.client.positions.follow(negotiation.steward.client.positions);
        const contribution = await contributionBy(person.key, dataset, datasetKey, [{ waited: index }]);
        const about = { cooperative: drivers.id, dataset, datasetKey, computeKey, terms };
        await performAll<unknown>(person.client, [contribution, await consentBy(person.key, about)]);
        expect(await journey.consentsSeen(person, dataset)).toEqual(['OPENED']);
      }
    }
  });
}

function spec(epsilon: string): Record<string, unknown> {
  return {
    groupBy: [{ column: 'cab' }],
    measures: [{ kind: 'COUNT' }],
    rowsPerMember: 40,
    epsilon,
  };
}

/** Millionths as a decimal. */
function decimal(micro: bigint): string {
  return `${micro / 1_000_000n}.${(micro % 1_000_000n).toString().padStart(6, '0')}`;
}

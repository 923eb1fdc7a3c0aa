import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { verificationBy } from '../../wallet/actions/licensing.js';
import { perform, performAll } from '../../wallet/client/mutation.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { rootOfPayslip } from '../../wallet/credentials/payslip.js';
import { awaited } from '../../wallet/demo/pool.js';
import { digestOf } from '../../wallet/encoding/canonical.js';
import { keyOfDid } from '../../wallet/keys/didKey.js';
import type { Json } from '../../wallet/encoding/canonical.js';
import { verifyJson } from '../../wallet/keys/signingKey.js';
import type { LicenceState } from '../../wallet/operations/data.js';
import { closePeriod, recordCost } from '../../wallet/operations/payouts.js';
import { DemoPeople } from '../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../support/demoPeople.js';
import type { Installation } from '../support/installation.js';
import * as journey from '../support/journey.js';
import {
  accessLog,
  agreementOf,
  ask,
  balanceOf,
  budgetLeft,
  micro,
  notified,
  offerOf,
  payslip,
  usesJournalled,
} from '../support/reading.js';
import type { Shown } from '../support/reading.js';
import type { Decision, Job } from '../support/journey.js';
import { pathOfGrowth, headOf, leavesOf, proveInclusion } from '../support/logs.js';
import type { LogHead } from '../support/logs.js';
import {
  commitmentTo,
  hashOfLeaf,
  openHead,
  rootFromInclusion,
  rootsFromConsistency,
} from '../support/stranger.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(90_000);

const SERVICES = ['MEMBERSHIP', 'GOVERNANCE', 'DATA', 'PAYOUTS'] as const;
const PURPOSE = 'dpv:ImproveTransportMobility';
const FARE = { min: 0, max: 80 };
const SPEC = {
  groupBy: [{ column: 'pickup_borough', categories: ['Brooklyn', 'Manhattan', 'Queens'] }],
  measures: [{ kind: 'COUNT' }, { kind: 'MEAN', column: 'fare', bounds: FARE }],
  rowsPerMember: 40,
  epsilon: '2',
};
const COST_MINOR = 12_345n;

/**
 * The whole of what this house is for, by the demo's people, through the public door, in the order in which it happens:
 * each test is the next step.
 */
describe('the main job', () => {
  let house: Installation;
  let people: DemoPeople;
  let drivers: KnownCooperative;
  let buyer: Person;
  let steward: Person;
  let member: Person;
  let negotiation: journey.Negotiation;
  /** Somebody whose consent covers the purpose. */
  let willing: KnownMember;
  let before: Map<string, LogHead>;
  let licence: LicenceState;
  let decision: Decision;
  let agreement: Shown;
  let job: Job;
  let run: Shown;

  beforeAll(async () => {
    house = await installWorld();
    people = new DemoPeople(house);
    drivers = people.cooperative('drivers');
    negotiation = await journey.negotiationOf(people, 'drivers', 'hudson.mobility.lab');
    ({ buyer, steward } = negotiation);
    willing = drivers.members.find(({ consent, votes, office }) => consent === 'OPEN' && votes && !office)!;
    member = await people.signedIn(willing.handle);
    before = new Map(
      await Promise.all(
        SERVICES.map(async (service) => [service, await headOf(people.anyone, service, drivers.id)] as const),
      ),
    );
  }, INSTALL_MS);
  afterAll(removeWorlds, INSTALL_MS);

  test('a buyer finds a dataset among all co-ops, by what it holds and what it may be used for', async () => {
    const { datasets } = await ask(
      buyer,
      `query Find($filter: DatasetFilter) {
        datasets(search: "taxi fares by borough", filter: $filter, first: 5) {
          nodes { id cooperative { slug } contributorCount offers { id purposes } }
          facets { cooperatives { value count } }
        }
      }`,
      { filter: { purpose: PURPOSE } },
    );
    const [found] = datasets.nodes;
    expect(found).toMatchObject({ id: drivers.dataset, cooperative: { slug: 'drivers' } });
    expect(found.offers.map(({ id }: { id: string }) => id)).toContain(drivers.offers[1]);
    expect(datasets.facets.cooperatives).toContainEqual({ value: drivers.id, count: 1 });
    // An exact count would tell who joined between two looks.
    expect(found.contributorCount % 10).toBe(0);
  });

  test('asks for a licence, and the stewards are told and answer', async () => {
    const wish = { purpose: PURPOSE, offer: drivers.offers[1]!, idempotencyKey: 'main-job' };
    const requested = await journey.request(negotiation, wish);
    expect(requested.state).toBe('REQUESTED');
    // Who asks twice, for the answer was lost, has asked once.
    expect((await journey.request(negotiation, wish)).id).toBe(requested.id);
    await notified(steward, 'LICENCE_REQUESTED', requested.id);
    licence = await journey.offer(negotiation, requested);
    expect(licence.state).toBe('OFFERED');
  });

  test('signs the exact offer, and the vote opens by itself, on that and nothing else', async () => {
    const { policy } = await offerOf(buyer, licence.id);
    expect(licence.offer.digest).toBe(digestOf(policy));
    const [accepted] = await performAll(buyer.client, [await journey.acceptance(negotiation, licence)]);
    expect(accepted!.state).toBe('ACCEPTED');
    decision = await journey.decisionOn(buyer, licence.id, 'OPEN');
    expect(decision.effect.offerDigest).toBe(licence.offer.digest);
    expect(decision.effect.digest).toBe(digestOf(decision.effect.document));
    expect(decision.effect.document).toMatchObject({
      kind: 'LICENCE',
      licence: licence.id,
      purpose: PURPOSE,
    });
    expect(decision.electorate.size).toBe(drivers.members.length);
    await notified(member, 'VOTE_OPENED', decision.id);
  });

  test('the members vote, nobody sees a partial count, and time closes the vote', async () => {
    await journey.castBallots(people, drivers, decision, { inFavour: 27, against: 4 });
    expect((await journey.decisionOn(steward, licence.id, 'OPEN')).tally).toBeNull();
    await people.pass(journey.LICENCE_VOTE_SECONDS);
    decision = await journey.decisionOn(buyer, licence.id, 'ENACTED');
    expect(decision.tally).toMatchObject({
      ballotsCounted: 31,
      participants: 31,
      quorumMet: true,
      outcome: [{ label: 'FOR' }],
    });
    const weights = decision.tally!.rounds[0]!.counts.map(({ option, weight }) => [option.label, weight]);
    expect(Object.fromEntries(weights)).toEqual({ FOR: 27, AGAINST: 4, ABSTAIN: 0 });
  });

  test('the decision becomes the agreement by itself, and proves itself to who trusts nobody', async () => {
    licence = await journey.licenceIn(buyer, licence.id, 'AGREED');
    agreement = await agreementOf(buyer, licence.id);
    expect(licence.agreementDigest).toBe(digestOf(agreement as Json));
    const { effect, leaf, index, size, hashes, checkpoint } = agreement['coop:decision'];
    const key = await pinnedKey('GOVERNANCE');
    const head = openHead(checkpoint, key);
    expect(head.size).toBe(BigInt(size));
    expect(rootFromInclusion(hashOfLeaf(leaf), BigInt(index), head.size, hashes)).toEqual(head.root);
    expect(leaf).toMatchObject({ service: 'governance', type: 'ProposalEnacted', cooperative: drivers.id });
    expect(leaf.digests.effect).toBe(digestOf(effect));
    expect(effect).toEqual(decision.effect.document);
    // And what was decided is what the buyer signed.
    const { statement, signature } = agreement['coop:acceptance'];
    expect(effect.acceptanceDigest).toBe(digestOf(statement));
    expect(verifyJson(statement, signature, keyOfDid(buyer.key.did))).toBe(true);
    expect(statement.offerDigest).toBe(effect.offerDigest);
    // Another decision is not in that log.
    const other = { ...leaf, digests: { ...leaf.digests, effect: digestOf('another effect') } };
    expect(rootFromInclusion(hashOfLeaf(other), BigInt(index), head.size, hashes)).not.toEqual(head.root);
  });

  test('the buyer is invoiced, pays through the rail, signs the agreement, and holds a licence', async () => {
    await notified(buyer, 'INVOICE_ISSUED');
    const paid = await journey.pay(buyer, licence.id);
    expect(paid.amount).toEqual({ amountMinor: '480000', currency: 'USD' });
    const verification = verificationBy(buyer.key, licence.id, licence.agreementDigest!);
    await performAll(buyer.client, [verification]);
    licence = await journey.licenceIn(buyer, licence.id, 'FINALIZED');
  });

  test('the buyer learns the price of a question, asks it, and gets an answer with noise and no record', async () => {
    const left = await budgetLeft(buyer, drivers.dataset);
    const { estimateJob: estimate } = await ask(
      buyer,
      `query Estimate($input: EstimateJobInput!) {
        estimateJob(input: $input) {
          cost { amountMinor currency } available { amountMinor } refusal epsilon remaining affordable cohortMet keys
        }
      }`,
      { input: { licence: licence.id, spec: SPEC } },
    );
    const cost = { amountMinor: '25000', currency: 'USD' };
    expect(estimate).toMatchObject({ cost, epsilon: '2', affordable: true, cohortMet: true, keys: 3 });
    expect(micro(estimate.remaining)).toBe(left);
    // The job has a fee, and nothing was paid in advance.
    expect(estimate).toMatchObject({ available: { amountMinor: '0' }, refusal: 'JOB_FEE_NOT_COVERED' });
    await expect(journey.submit(buyer, licence.id, SPEC, 'unpaid')).rejects.toMatchObject({
      code: 'JOB_FEE_NOT_COVERED',
    });
    await journey.prepay(negotiation, cost, { licence: licence.id, spec: SPEC });
    expect(await budgetLeft(buyer, drivers.dataset)).toBe(left);

    const { id } = await journey.submit(buyer, licence.id, SPEC, 'main-job');
    expect(await budgetLeft(buyer, drivers.dataset)).toBe(left - 2_000_000n);
    job = await journey.endOf(buyer, id);
    expect(job).toMatchObject({ state: 'RELEASED', epsilon: '2', cost });
    expect(await budgetLeft(buyer, drivers.dataset)).toBe(left - 2_000_000n);

    const rows = drivers.spec.deal(drivers.members.length);
    for (const { key, values, error95 } of job.result!.rows) {
      const trips = rows
        .filter((_, index) => drivers.members[index]!.consent === 'OPEN')
        .flat()
        .filter((trip) => trip.pickup_borough === key.pickup_borough);
      // Four times what the noise exceeds once in twenty: it does so once in a hundred thousand.
      expect(Math.abs(values.count! - trips.length)).toBeLessThan(4 * error95.count!);
      // A mean is what two noisy numbers come to, and nothing where the noise leaves too few to divide by.
      const mean = values.mean_fare;
      if (mean === null) expect(trips.length).toBeLessThan(4 * error95.count!);
      expect(mean ?? FARE.min).toBeGreaterThanOrEqual(FARE.min);
      expect(mean ?? FARE.max).toBeLessThanOrEqual(FARE.max);
    }
    expect(job.result!.rows.map(({ key }) => key.pickup_borough)).toEqual([
      'Brooklyn',
      'Manhattan',
      'Queens',
    ]);
  });

  test('three gates stopped the others’ records: coarsely for the buyer, exactly for the auditor', async () => {
    const auditor = await people.signedIn('drivers/auditor');
    const { computeJob } = await ask(
      auditor,
      `query Gates($id: ID!) {
        computeJob(id: $id) { exactGates { records used members stoppedByConsent stoppedByDecision stoppedByPurpose } }
      }`,
      { id: job.id },
    );
    const rows = drivers.spec.deal(drivers.members.length);
    const recordsOf = (...habits: string[]): number =>
      rows.filter((_, index) => habits.includes(drivers.members[index]!.consent)).flat().length;
    expect(computeJob.exactGates).toEqual({
      records: rows.flat().length,
      used: recordsOf('OPEN'),
      members: membersOf('OPEN').length,
      stoppedByConsent: recordsOf('REFUSES', 'BRIEF'),
      stoppedByDecision: 0,
      stoppedByPurpose: recordsOf('RESEARCH'),
    });
    for (const count of Object.values(job.gates!)) expect(count % 10).toBe(0);
    expect(job.gates!.used).toBeLessThanOrEqual(recordsOf('OPEN'));
  });

  test('every member sees each use of their data, and who was not asked sees none', async () => {
    const own = drivers.spec.deal(drivers.members.length)[willing.index]!;
    const [use] = await accessLog(member);
    expect(use).toMatchObject({
      jobId: job.id,
      licenceId: licence.id,
      purpose: PURPOSE,
      records: own.length,
    });
    expect(use!.buyer.name).toBe('Hudson University Mobility and Health Lab');
    await notified(member, 'DATA_USED', job.id);
    const [refusing] = membersOf('REFUSES');
    expect(await accessLog(await people.signedIn(refusing!.handle))).toEqual([]);
  });

  test('a member opens the journal’s entry of that use, and nobody else can', async () => {
    const mine = await usesJournalled(member, willing.id);
    const entry = mine.find(({ opening }) => opening?.values.job === job.id)!;
    expect(hashOfLeaf(entry.leaf).toString('hex')).toBe(entry.leafHash);
    const { values, salts } = entry.opening!;
    for (const [name, value] of Object.entries(values)) {
      expect(entry.leaf.commitments[name]).toBe(commitmentTo(value, salts[name]!));
    }
    expect(values.uses).toMatchObject([{ memberId: willing.id }]);
    const neighbour = await people.signedIn(
      membersOf('OPEN').find(({ id, office }) => id !== willing.id && !office)!.handle,
    );
    await expect(usesJournalled(neighbour, willing.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const trail = `query Trail($of: ID) { auditTrail(cooperative: $of, service: DATA, first: 100) { nodes { opening } } }`;
    const { auditTrail } = await ask({ client: people.anyone }, trail, { of: drivers.id });
    expect(auditTrail.nodes.every(({ opening }: { opening: unknown }) => opening === null)).toBe(true);
  });

  test('the period is closed: costs, reserve, commons and pool are the income, to the last cent', async () => {
    // By itself, of what was paid in advance.
    await journey.invoiceOf(buyer, licence.id, job.id, 'PAID');
    await perform(steward.client, recordCost, {
      cooperative: drivers.id,
      description: 'An odd bill',
      amountMinor: COST_MINOR.toString(),
      currency: 'USD',
      receiptDigest: 'ab'.repeat(32),
      idempotencyKey: 'odd-bill',
    });
    const [last] = await runsOf(drivers.id);
    const { clock } = await buyer.client.execute<{ clock: { now: string } }>('query Now { clock { now } }');
    const period = { from: last!.period.until, until: clock.now };
    const input = { cooperative: drivers.id, ...period, idempotencyKey: 'close-again' };
    const { id } = await perform(steward.client, closePeriod, input);
    expect((await perform(steward.client, closePeriod, input)).id).toBe(id);
    run = await awaited('the run is closed', async () => {
      const [newest] = await runsOf(drivers.id);
      return newest!.id === id && newest!.state === 'CLOSED' ? newest : undefined;
    });
    const [revenue, costs, reserve, commons, reinvested, pool] = [
      'revenue',
      'costs',
      'reserve',
      'commons',
      'reinvested',
      'pool',
    ].map((name) => BigInt(run[name].amountMinor));
    expect([revenue, costs]).toEqual([480_000n + 25_000n, COST_MINOR]);
    expect(reserve! + commons! + reinvested! + pool!).toBe(revenue! - costs!);
    expect(run).toMatchObject({ basis: 'USAGE', memberCount: membersOf('OPEN').length });
  });

  test('every dividend has its proof, and all of them together are the pool', async () => {
    const paid = membersOf('OPEN');
    const everybody = await people.allSignedIn(paid);
    const slips = await Promise.all(everybody.map((person) => payslip(person, run.id)));
    const amounts = slips.map(({ amount }) => BigInt(amount.amountMinor));
    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(BigInt(run.pool.amountMinor));
    slips.forEach(({ proof, amount }, index) => {
      expect(proof.amountMinor).toBe(amount.amountMinor);
      expect(rootOfPayslip(proof, paid[index]!.id)).toEqual({
        root: run.proofRoot,
        totalMinor: BigInt(run.pool.amountMinor),
      });
    });
    expect(new Set(slips.map(({ proof }) => proof.pseudonym)).size).toBe(paid.length);
  });

  test('a payslip has a line a licence, is in the balance, and cannot be made to say more', async () => {
    const { id, amount, net, lines, proof } = await payslip(member, run.id);
    const sum = lines.reduce((total, line) => total + BigInt(line.amount.amountMinor), 0n);
    expect(lines.map((line) => line.licence.id)).toEqual([licence.id]);
    expect(sum).toBe(BigInt(amount.amountMinor));
    expect(await balanceOf(member)).toBeGreaterThanOrEqual(BigInt(net.amountMinor));
    await notified(member, 'DIVIDEND_CREDITED', id);
    const more = { ...proof, amountMinor: (BigInt(proof.amountMinor) + 1n).toString() };
    expect(() => rootOfPayslip(more, willing.id)).toThrow('lines that do not sum to it');
    const padded = { ...more, lines: [{ ...proof.lines![0]!, amountMinor: more.amountMinor }] };
    expect(() => rootOfPayslip(padded, willing.id)).toThrow('no part of its licence’s');
    expect(() => rootOfPayslip(proof, drivers.members[0]!.id)).toThrow('somebody else’s');
  });

  test('the run’s root is a digest in the log, whose entry anybody finds', async () => {
    const [closed] = await leavesOf(people.anyone, 'PAYOUTS', drivers.id, 'PeriodClosed');
    const { leaf, index } = closed!;
    expect(leaf.digests).toEqual({ proofRoot: run.proofRoot });
    await proveInclusion(people.anyone, await pinnedKey('PAYOUTS'), {
      service: 'PAYOUTS',
      cooperative: drivers.id,
      index,
      leaf,
    });
  });

  test.each(SERVICES)('the log of %s has only grown since the job began', async (service) => {
    const key = await pinnedKey(service);
    const from = openHead(before.get(service)!.note, key);
    const now = openHead((await headOf(people.anyone, service, drivers.id)).note, key);
    expect(now.size).toBeGreaterThan(from.size);
    const path = await pathOfGrowth(people.anyone, service, drivers.id, from.size, now.size);
    expect(rootsFromConsistency(from.size, now.size, from.root, path)).toEqual({
      from: from.root,
      to: now.root,
    });
  });

  test('a credit of the whole price ends the licence, refunds it, and no job runs under it', async () => {
    const { id: invoice, amount } = await journey.invoiceOf(buyer, licence.id);
    const { amountMinor } = amount;
    const credited = await ask(
      steward,
      'mutation Credit($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { state } }',
      { input: { invoice, amountMinor, reason: 'The sensors were wrong.', idempotencyKey: 'credit' } },
    );
    expect(credited.issueCreditNote.state).toBe('CREDITED');
    await journey.licenceIn(buyer, licence.id, 'TERMINATED');
    const { licence: ended } = await ask(
      buyer,
      'query Why($id: ID!) { licence(id: $id) { reason validUntil } }',
      {
        id: licence.id,
      },
    );
    expect(ended).toEqual({ reason: 'CREDITED_IN_FULL', validUntil: null });
    await expect(journey.submit(buyer, licence.id, SPEC, 'after')).rejects.toMatchObject({
      code: 'LICENCE_NOT_ACTIVE',
    });
    await awaited('the refund', async () => {
      const { invoice: read } = await ask(
        buyer,
        'query Refund($id: ID!) { invoice(id: $id) { payments { purpose state } } }',
        { id: invoice },
      );
      const refunds = read.payments as { purpose: string; state: string }[];
      return refunds.find(({ purpose, state }) => purpose === 'REFUND' && state === 'SUCCEEDED');
    });
  });

  function membersOf(...habits: string[]): KnownMember[] {
    return drivers.members.filter(({ consent }) => habits.includes(consent));
  }

  async function pinnedKey(service: string): Promise<string> {
    const query = 'query Keys($of: ID) { logKeys(cooperative: $of) { service verifierKey } }';
    const { logKeys } = await people.anyone.execute<{ logKeys: { service: string; verifierKey: string }[] }>(
      query,
      { of: drivers.id },
    );
    return logKeys.find((key) => key.service === service)!.verifierKey;
  }

  async function runsOf(cooperative: string) {
    const { cooperative: found } = await ask(
      { client: people.anyone },
      `query Runs($id: ID!) { cooperative(id: $id) { dividendRuns(first: 5) { nodes {
        id state basis memberCount proofRoot period { from until } revenue { amountMinor } costs { amountMinor }
        reserve { amountMinor } commons { amountMinor } reinvested { amountMinor } pool { amountMinor }
      } } } }`,
      { id: cooperative },
    );
    return found.dividendRuns.nodes as Shown[];
  }
});

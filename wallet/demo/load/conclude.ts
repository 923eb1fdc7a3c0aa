import { verificationBy } from '../../actions/licensing.js';
import { perform, performAll } from '../../client/mutation.js';
import { COMPUTE_JOB, LICENCE, submitComputeJob, type LicenceState } from '../../operations/data.js';
import {
  DIVIDEND_RUNS,
  LICENCE_INVOICES,
  closePeriod,
  payInvoice,
  recordCost,
} from '../../operations/payouts.js';
import { utf8 } from '../../encoding/bytes.js';
import { sha256Hex } from '../../encoding/canonical.js';
import { awaited } from '../pool.js';
import type { Licensed, Organization, Site } from './site.js';

const DAY_MS = 86_400_000;
/** Length of the demo's one closed period. */
export const PERIOD_DAYS = 60;

interface Invoices {
  licence: { invoices: { nodes: { id: string; state: string }[] } };
}

/** The buyer signs the agreement, pays the invoice, and the licence is in force. */
export async function conclude(site: Site, { licence, spec }: Licensed): Promise<void> {
  const buyer = buyerOf(site, spec.licence.buyer);
  const agreed = await awaited(`the licence of the ${spec.slug} is agreed`, async () => {
    const found = await licenceState(buyer, licence);
    return ['AGREED', 'VERIFIED', 'FINALIZED'].includes(found.state) ? found : undefined;
  });
  if (agreed.state === 'AGREED') {
    await performAll(buyer.client, [verificationBy(buyer.key, licence, agreed.agreementDigest!)]);
  }
  if (agreed.state !== 'FINALIZED') await pay(buyer, licence, spec.slug);
  await awaited(`the payment of the licence of the ${spec.slug} arrives`, async () =>
    (await licenceState(buyer, licence)).state === 'FINALIZED' ? true : undefined,
  );
}

async function pay({ client }: Organization, licence: string, slug: string): Promise<void> {
  const invoice = await awaited(`the ${slug} send an invoice`, async () => {
    const answer = await client.execute<Invoices>(LICENCE_INVOICES, { licence });
    return answer.licence.invoices.nodes[0];
  });
  await perform(client, payInvoice, { invoice: invoice.id, idempotencyKey: `pay-${invoice.id}` });
}

/** Jobs that may fail, each for want of time, before the load gives up. */
const JOBS_MAX = 5;

/** The buyer computes once, so that there is a use to be metered. */
export async function compute(site: Site, { licence, spec }: Licensed): Promise<void> {
  for (let count = 1; ; count += 1) {
    const job = await computeOnce(site, { licence, spec, idempotencyKey: `job-${licence}-${count}` });
    if (job.state === 'RELEASED') return;
    if (job.state !== 'FAILED' || count >= JOBS_MAX) {
      throw new Error(`The computation for the ${spec.slug} ended ${job.state}: ${job.refusal}.`);
    }
  }
}

async function computeOnce(
  site: Site,
  { licence, spec, idempotencyKey }: Pick<Licensed, 'licence' | 'spec'> & { idempotencyKey: string },
) {
  const { client } = buyerOf(site, spec.licence.buyer);
  const { id } = await perform(client, submitComputeJob, { licence, spec: spec.job, idempotencyKey });
  return awaited(`the computation for the ${spec.slug} ends`, async () => {
    const answer = await client.execute<{ computeJob: { state: string; refusal: string | null } }>(
      COMPUTE_JOB,
      { id },
    );
    return ['RELEASED', 'REFUSED', 'FAILED', 'CANCELLED'].includes(answer.computeJob.state)
      ? answer.computeJob
      : undefined;
  });
}

/** The stewards write down what it cost. */
export async function spend({ id, spec, founder }: Licensed): Promise<void> {
  const costs = spec.costs.map(({ description, amountMinor }, index) => ({
    cooperative: id,
    description,
    amountMinor,
    currency: spec.currency,
    receiptDigest: sha256Hex(utf8(`${description}: ${amountMinor} ${spec.currency}, paid`)),
    idempotencyKey: `cost-${id}-${index}`,
  }));
  for (const cost of costs) await perform(founder.client, recordCost, cost);
}

/** The stewards close the period and the members are credited. */
export async function divide({ id, spec, founder, foundedAt }: Licensed): Promise<void> {
  const from = new Date(Math.floor(foundedAt.getTime() / DAY_MS) * DAY_MS);
  const period = {
    from: from.toISOString(),
    until: new Date(from.getTime() + PERIOD_DAYS * DAY_MS).toISOString(),
  };
  await perform(founder.client, closePeriod, { cooperative: id, ...period, idempotencyKey: `close-${id}` });
  await awaited(`the dividends of the ${spec.slug} are credited`, async () => {
    const answer = await founder.client.execute<{
      cooperative: { dividendRuns: { nodes: { state: string }[] } };
    }>(DIVIDEND_RUNS, { cooperative: id });
    return answer.cooperative.dividendRuns.nodes.some(({ state }) => state === 'CLOSED') ? true : undefined;
  });
}

function buyerOf({ organizations }: Site, handle: string): Organization {
  return organizations.get(handle)!;
}

async function licenceState({ client }: Organization, id: string): Promise<LicenceState> {
  return (await client.execute<{ licence: LicenceState }>(LICENCE, { id })).licence;
}

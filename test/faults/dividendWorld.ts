import { newId } from '../../subgraphs/kit/domain/ids.js';
import { FEED_BATCH_MAX } from '../../subgraphs/kit/journal/feed.js';
import { newSigningKey } from '../../wallet/keys/signingKey.js';
import { ownerPool } from '../support/ownerPool.js';
import { until } from '../support/testService.js';
import { startPayouts } from './payouts.js';
import type { Payouts } from './payouts.js';

/** More than the service credits in one transaction, so that a run can be cut off between two. */
export const MEMBER_COUNT = 120;
const PRICE_MINOR = 1_000_003n;

/** What somebody needs in order to close the period of a made world. */
export interface DividendWorld {
  readonly steward: string;
  readonly cooperative: string;
  readonly members: readonly string[];
  readonly input: { cooperative: string; from: string; until: string; idempotencyKey: string };
}

/**
 * A co-op whose members' data was used under one paid licence, each member's more or less, in the database of a
 * payouts service that has stopped again. Told through the journals of other services, and paid through the rail.
 */
export async function makeDividendWorld(dataDir: string, ownerUrl: string): Promise<DividendWorld> {
  const payouts = await startPayouts(dataDir, ownerUrl);
  const { service, ask } = payouts;
  try {
    const from = new Date(Date.now() - 60_000).toISOString();
    const { cooperative, steward, buyer, members } = tell(payouts);
    const journalled = async (type: string) =>
      (await service.feed.read(0n, FEED_BATCH_MAX, 0)).find((entry) => entry.type === type);
    await until(async () => (await journalled('InvoiceIssued')) !== undefined, 'an invoice');
    const { invoice } = (await journalled('InvoiceIssued'))!.values;
    const pay = 'mutation Pay($input: PayInvoiceInput!) { payInvoice(input: $input) { id } }';
    await ask(buyer, pay, { input: { invoice, idempotencyKey: 'pay' } });
    await until(async () => (await journalled('InvoicePaid')) !== undefined, 'the payment to arrive');
    await until(() => hasHeard(payouts), 'all that was told');
    const input = { cooperative, from, until: new Date().toISOString(), idempotencyKey: 'close' };
    return { steward, cooperative, members, input };
  } finally {
    await service.stop();
    await forgetJournals(ownerUrl);
  }
}

/** Those who start next are told of journals that hold nothing yet, and would miss what was read in these. */
async function forgetJournals(ownerUrl: string): Promise<void> {
  const owner = ownerPool(ownerUrl, 1);
  await owner.query('update reaction_cursor set position = 0, entry_id = null');
  await owner.end();
}

/** Whether it has reacted to the last entry of every journal that it follows. */
async function hasHeard({ service, feed }: Payouts): Promise<boolean> {
  const behind = await service.store.transaction({}, async (tx) => {
    const cursors = await tx.query<{ source: string; position: string }>('select * from reaction_cursor');
    return cursors.filter(({ source, position }) => feed(source).length > Number(position));
  });
  return behind.length === 0;
}

/** Everything that payouts has to have heard. */
function tell({ feed }: Payouts) {
  const [membership, governance, data] = [feed('membership'), feed('governance'), feed('data')];
  const cooperative = newId('coop');
  const steward = newSigningKey().did;
  const buyer = newSigningKey().did;
  const [licence, dataset, organization] = [newId('lic'), newId('dst'), newId('org')];
  const members = Array.from({ length: MEMBER_COUNT }, () => newId('mem') as string).sort();
  const role = (name: string) => ({ role: name, from: new Date(0).toISOString(), until: null });
  members.forEach((memberId, index) => {
    const did = index === 0 ? steward : newSigningKey().did;
    const roles = index === 0 ? [role('MEMBER'), role('STEWARD')] : [role('MEMBER')];
    const standing = { memberId, did, standing: 'ADMITTED', roles, keys: [did.slice('did:key:'.length)] };
    const founding = { cooperative: { id: cooperative, slug: 'few', name: 'A few', currency: 'EUR', did } };
    if (index === 0) membership.push(cooperative, 'CooperativeFounded', { ...founding, standing });
    else membership.push(cooperative, 'MemberAdmitted', { standing });
  });
  const keys = [buyer.slice('did:key:'.length)];
  const kept = { id: organization, did: buyer, name: 'A buyer', kind: 'BUYER', keys };
  membership.push('coop_platform', 'OrganizationRegistered', { organization: kept });
  governance.push(cooperative, 'CharterEnacted', {
    version: 1,
    terms: CHARTER,
    effectiveAt: new Date(0).toISOString(),
  });
  const about = { licence, dataset, buyer: organization };
  data.push(cooperative, 'LicenceRequested', { ...about, purpose: 'dpv:AcademicResearch' });
  const price = { amountMinor: PRICE_MINOR.toString(), currency: 'EUR', model: 'FLAT' };
  data.push(cooperative, 'LicenceAgreed', {
    ...about,
    price,
    termDays: 30,
    agreementDigest: '0'.repeat(64),
  });
  members.forEach((memberId, index) => {
    const uses = [{ memberId, records: 1 + (index % 7), qualityBp: 10_000 }];
    data.push(cooperative, 'UsageMetered', { job: newId('job'), licence, dataset, uses });
  });
  return { cooperative, steward, buyer, members };
}

const CHARTER = {
  text: 'We divide what our data earn by how much of it was used.',
  allowedPurposes: ['dpv:AcademicResearch'],
  prohibitedPurposes: [],
  rules: [
    {
      kind: 'LICENCE',
      method: 'SINGLE',
      quorumBp: 1_000,
      threshold: { numerator: 1, denominator: 2 },
      votingPeriodSeconds: 86_400,
      timelockSeconds: 0,
    },
  ],
  revenuePolicy: {
    reserveBp: 1_000,
    commonsBp: 500,
    reinvestBp: 0,
    basis: 'USAGE',
    minimumPayoutMinor: '500',
    currency: 'EUR',
    withholdingTaxBp: 1_000,
  },
  admission: { by: 'STEWARDS', issuers: ['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'] },
  exitBalance: 'PAY',
  privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 },
};

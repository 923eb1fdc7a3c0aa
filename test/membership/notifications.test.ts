import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { person } from '../support/people.js';
import type { Person } from '../support/people.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

interface Shown {
  id: string;
  kind: string;
  title: string;
  subject: string;
  readAt: string | null;
  cooperative: { slug: string };
}

describe('viewer.notifications', () => {
  let fixture: Fixture;
  let drivers: Founded;
  const ada = person('ada');
  const late = person('late');
  const buyer = person('buyer');
  let adaId: string;
  let buyerId: string;

  beforeAll(async () => {
    fixture = await startMembership();
    drivers = await fixture.found('drivers');
    adaId = await fixture.join(drivers, ada);
    buyerId = (await fixture.mutate(buyer.did, 'registerOrganization', { name: 'Acme', kind: 'BUYER' }, 'id'))
      .data.id as string;
  });
  afterAll(() => fixture.service.stop());

  const tell = (source: ServiceName, type: string, values: Record<string, unknown>) =>
    fixture.service.tell(source, drivers.id, type, values);
  const inbox = async (
    who: Person,
    args = '',
  ): Promise<{ unread: number; nodes: Shown[]; pageInfo: { endCursor: string } }> => {
    const { data } = await fixture.service.ask(
      who.did,
      `{ viewer { unreadCount notifications${args} { nodes { id kind title subject readAt cooperative { slug } } pageInfo { endCursor } } } }`,
    );
    return {
      unread: data.viewer.unreadCount as number,
      ...(data.viewer.notifications as { nodes: Shown[]; pageInfo: { endCursor: string } }),
    };
  };
  const kinds = async (who: Person) => (await inbox(who)).nodes.map(({ kind }) => kind);

  it('tells the electorate that a vote opened, and nobody who came later', async () => {
    const proposal = newId('prp');
    await tell('governance', 'OpeningRequested', { proposal, kind: 'RESOLUTION' });
    await fixture.join(drivers, late);
    await tell('governance', 'ProposalOpened', {
      proposal,
      kind: 'RESOLUTION',
      title: 'Buy a bell',
      opensAt: '2026-03-01T00:00:00.000Z',
      closesAt: '2026-03-08T00:00:00.000Z',
    });
    expect((await inbox(ada)).nodes).toEqual([
      {
        id: expect.stringMatching(/^ntf_/),
        kind: 'VOTE_OPENED',
        title: 'Vote until 2026-03-08: Buy a bell',
        subject: proposal,
        readAt: null,
        cooperative: { slug: 'drivers' },
      },
    ]);
    expect(await kinds(drivers.founder)).toEqual(['VOTE_OPENED']);
    expect(await kinds(late)).toEqual([]);
  });

  it('tells stewards of a request, members of what is theirs, and the buyer of what waits for them', async () => {
    await tell('data', 'LicenceRequested', {
      licence: newId('lic'),
      dataset: newId('dst'),
      buyer: buyerId,
      purpose: 'dpv:AcademicResearch',
    });
    await tell('data', 'LicenceAgreed', { licence: newId('lic'), dataset: newId('dst'), buyer: buyerId });
    await tell('payouts', 'InvoiceIssued', {
      invoice: newId('inv'),
      buyer: buyerId,
      dueAt: '2026-04-01T00:00:00.000Z',
    });
    await tell('data', 'UsageMetered', {
      job: newId('job'),
      uses: [
        { memberId: adaId, records: 3, qualityBp: 9_000 },
        { memberId: newId('mem'), records: 1, qualityBp: 1 },
      ],
    });
    await tell('payouts', 'DividendCredited', {
      run: newId('run'),
      dividend: newId('dvd'),
      memberId: adaId,
      amount: { amountMinor: '5', currency: 'EUR' },
    });
    expect(await kinds(drivers.founder)).toEqual(['LICENCE_REQUESTED', 'VOTE_OPENED']);
    expect(await kinds(ada)).toEqual(['DIVIDEND_CREDITED', 'DATA_USED', 'VOTE_OPENED']);
    expect(await kinds(buyer)).toEqual(['INVOICE_ISSUED', 'LICENCE_AGREED']);
    expect(await kinds(late)).toEqual([]);
  });

  it('asks a member whether a new destination of their payouts is theirs', async () => {
    const nell = person('nell');
    const memberId = await fixture.join(drivers, nell);
    await tell('payouts', 'PayoutDestinationAdded', { memberId, usableAt: '2030-01-04T00:00:00.000Z' });
    const { nodes } = await inbox(nell);
    expect(nodes[0]).toMatchObject({
      kind: 'PAYOUT_DESTINATION_ADDED',
      title: expect.stringContaining('2030-01-04'),
    });
  });

  it('asks a member whether it was they who removed a destination, and says why one was dropped', async () => {
    const olga = person('olga');
    const memberId = await fixture.join(drivers, olga);
    await tell('payouts', 'PayoutDestinationRemoved', { memberId, by: 'MEMBER' });
    await tell('payouts', 'PayoutDestinationRemoved', { memberId, by: 'SESSION_END' });
    const { nodes } = await inbox(olga);
    expect(nodes.slice(0, 2)).toMatchObject([
      { kind: 'PAYOUT_DESTINATION_REMOVED', title: expect.stringContaining('session') },
      { kind: 'PAYOUT_DESTINATION_REMOVED', title: expect.stringContaining('was it you?') },
    ]);
  });

  it('tells the buyer what came of a payment, a licence and a job', async () => {
    const before = (await inbox(buyer)).nodes.length;
    const [invoice, licence, job] = [newId('inv'), newId('lic'), newId('job')];
    await tell('payouts', 'PaymentFailed', { invoice, buyer: buyerId, failure: 'refused by the bank' });
    await tell('payouts', 'PaymentReturned', { invoice, buyer: buyerId, unpaid: true });
    await tell('payouts', 'PaymentReturned', { invoice, buyer: buyerId, unpaid: false });
    await tell('data', 'LicenceFinalized', {
      licence,
      buyer: buyerId,
      validUntil: '2027-03-01T00:00:00.000Z',
    });
    for (const end of ['Released', 'Refused', 'Failed']) {
      await tell('data', `ComputeJob${end}`, { job, buyer: buyerId, reason: 'COHORT_TOO_SMALL' });
    }
    const { nodes } = await inbox(buyer);
    expect(
      nodes.slice(0, nodes.length - before).map(({ kind, title, subject }) => [kind, title, subject]),
    ).toEqual([
      ['JOB_FINISHED', 'Your job failed', job],
      ['JOB_FINISHED', 'Your job was refused; its privacy budget was given back', job],
      ['JOB_FINISHED', 'The result of your job is ready', job],
      ['LICENCE_IN_FORCE', 'Your licence is in force until 2027-03-01', licence],
      ['PAYMENT_FAILED', 'A payment was returned: the invoice is due again', invoice],
      ['PAYMENT_FAILED', 'A payment did not go through: the invoice is still due', invoice],
    ]);
    expect(JSON.stringify(nodes)).not.toMatch(/bank|COHORT/);
  });

  it('tells the buyer that the members prohibit what a licence is for, or allow it again, and that it has ended', async () => {
    const licence = newId('lic');
    const reason = 'PURPOSE_PROHIBITED';
    const about = { licence, dataset: newId('dst'), buyer: buyerId };
    await tell('data', 'LicenceProhibited', { ...about, reason, endsAt: '2027-03-01T00:00:00.000Z' });
    await tell('data', 'LicenceProhibitionLifted', about);
    await tell('data', 'LicenceTerminated', { ...about, reason, cause: 'PROHIBITED', unused: null });
    const count = (await inbox(buyer)).nodes.length;
    await tell('data', 'LicenceTerminated', {
      ...about,
      reason: 'Found elsewhere.',
      cause: 'WITHDRAWN',
      unused: null,
    });
    const { nodes } = await inbox(buyer);
    expect(nodes).toHaveLength(count);
    expect(nodes.slice(0, 3).map(({ kind, title, subject }) => [kind, title, subject])).toEqual([
      [
        'LICENCE_ENDED',
        'What you had licensed, or asked for, is prohibited by the members: it has ended',
        licence,
      ],
      ['LICENCE_PROHIBITED', 'The members allow again what your licence is for: it goes on', licence],
      [
        'LICENCE_PROHIBITED',
        'The members have prohibited what your licence is for: it ends on 2027-03-01',
        licence,
      ],
    ]);
  });

  it('comes page by page, newest first', async () => {
    const first = await inbox(ada, '(first: 2)');
    const second = await inbox(ada, `(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect([...first.nodes, ...second.nodes].map(({ kind }) => kind)).toEqual([
      'DIVIDEND_CREDITED',
      'DATA_USED',
      'VOTE_OPENED',
    ]);
  });

  it('counts what was not read, and lets one mark one’s own alone', async () => {
    const mark = (who: Person, ids: string[] | null) =>
      fixture.mutate(who.did, 'markNotificationsRead', { ids }, 'unreadCount');
    const [newest] = (await inbox(ada)).nodes;
    const [founders] = (await inbox(drivers.founder)).nodes;
    expect((await mark(ada, [newest!.id, founders!.id])).data).toEqual({ unreadCount: 2 });
    expect((await inbox(drivers.founder)).unread).toBe(2);
    const readAt = (await inbox(ada)).nodes[0]!.readAt;
    expect(readAt).not.toBeNull();
    expect((await mark(ada, null)).data).toEqual({ unreadCount: 0 });
    expect((await inbox(ada)).nodes[0]!.readAt).toBe(readAt);
    expect((await mark(ada, ['x'])).codes).toEqual(['BAD_USER_INPUT']);
    expect((await fixture.mutate(undefined, 'markNotificationsRead', { ids: null }, 'did')).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  it('is of somebody: nobody signed in has no viewer', async () => {
    expect((await fixture.service.ask(undefined, '{ viewer { unreadCount } }')).data).toEqual({
      viewer: null,
    });
  });
});

import type { z } from 'zod';
import type { FeedEntry } from '../../kit/journal/feed.js';
import type { Reaction } from '../../kit/journal/reactions.js';
import type { Tx } from '../../kit/store/store.js';
import { LETTING_GO } from '../domain/departure.js';
import * as notices from '../domain/notification.js';
import { admitByVote, rejectByVote, seatElected } from '../service/carryOutDecision.js';
import type { MembershipDeps } from '../service/deps.js';
import { eraseMember } from '../service/eraseMember.js';
import { fixElectorate, forgetElectors } from '../service/fixElectorate.js';
import { followCharter } from '../service/followCharter.js';
import { letGo } from '../service/letGo.js';
import * as notify from '../service/notify.js';
import * as entries from './entries.js';

function react<Schema extends z.ZodType>(
  source: string,
  on: string,
  schema: Schema,
  handle: (tx: Tx, values: z.infer<Schema>, cooperative: string) => Promise<void>,
): Reaction {
  return {
    source,
    on,
    async handle(tx: Tx, entry: FeedEntry) {
      const values = entries.opened(schema, entry);
      if (values !== null) await handle(tx, values, entry.cooperative);
    },
  };
}

/** What membership does when another service's journal says that something happened. */
export function reactions(deps: MembershipDeps): Reaction[] {
  return [...decisions(deps), ...departures(), ...notifications(), ...toBuyers()];
}

function decisions(deps: MembershipDeps): Reaction[] {
  const failed = async (
    tx: Tx,
    { proposal, effect }: z.infer<typeof entries.proposalFailed>,
    cooperative: string,
  ) => {
    await forgetElectors(tx, proposal);
    if (effect) await rejectByVote(tx, cooperative, effect.member, proposal);
  };
  return [
    react('governance', 'OpeningRequested', entries.openingRequested, (tx, { proposal }, cooperative) =>
      fixElectorate(tx, cooperative, proposal),
    ),
    react('governance', 'CharterEnacted', entries.charterEnacted, (tx, { version, terms }, cooperative) =>
      followCharter(tx, cooperative, version, terms.admission),
    ),
    react('governance', 'ProposalEnacted', entries.proposalEnacted, async (tx, { effect }, cooperative) => {
      if (effect?.kind === 'ADMISSION') await admitByVote(deps, tx, cooperative, effect.member);
      if (effect?.kind === 'ELECTION') await seatElected(tx, cooperative, effect);
    }),
    react('governance', 'ProposalRejected', entries.proposalFailed, failed),
    react('governance', 'ProposalCancelled', entries.proposalFailed, failed),
  ];
}

function departures(): Reaction[] {
  return [
    ...LETTING_GO.map((service) =>
      react(service, 'MemberLeft', entries.aboutMember, (tx, { memberId }, cooperative) =>
        letGo(tx, cooperative, memberId, service),
      ),
    ),
    react('data', 'MemberErased', entries.aboutMember, (tx, { memberId }, cooperative) =>
      eraseMember(tx, cooperative, memberId),
    ),
    // Who has erased a member holds nothing of them any more. The erasure may also have emptied the entry that asked
    // that service to let go, or its answer, before it was read: this one stands for both.
    ...LETTING_GO.map((service) =>
      react(service, 'MemberErased', entries.aboutMember, (tx, { memberId }, cooperative) =>
        letGo(tx, cooperative, memberId, service),
      ),
    ),
  ];
}

function notifications(): Reaction[] {
  return [
    react(
      'governance',
      'ProposalOpened',
      entries.proposalOpened,
      async (tx, { proposal, title, closesAt }, cooperative) => {
        await forgetElectors(tx, proposal);
        await notify.notifyElectorate(
          tx,
          cooperative,
          proposal,
          notices.voteOpened(proposal, title, closesAt),
        );
      },
    ),
    react('data', 'LicenceRequested', entries.licenceRequested, (tx, { licence, purpose }, cooperative) =>
      notify.notifyStewards(tx, cooperative, notices.licenceRequested(licence, purpose)),
    ),
    react('data', 'UsageMetered', entries.usageMetered, (tx, { job, uses }, cooperative) =>
      notify.notifyUses(tx, cooperative, job, uses),
    ),
    react('payouts', 'PayoutDestinationAdded', entries.payoutDestinationAdded, (tx, added, cooperative) =>
      notify.notifyMember(
        tx,
        cooperative,
        added.memberId,
        notices.payoutDestinationAdded(added.memberId, added.usableAt),
      ),
    ),
    react(
      'payouts',
      'PayoutDestinationRemoved',
      entries.payoutDestinationRemoved,
      (tx, removed, cooperative) =>
        notify.notifyMember(
          tx,
          cooperative,
          removed.memberId,
          notices.payoutDestinationRemoved(removed.memberId, removed.by),
        ),
    ),
    react('payouts', 'DividendCredited', entries.dividendCredited, async (tx, credited, cooperative) => {
      const { dividend, memberId } = credited;
      if (memberId) await notify.notifyMember(tx, cooperative, memberId, notices.dividendCredited(dividend));
    }),
  ];
}

function toBuyers(): Reaction[] {
  const finished = (end: Parameters<typeof notices.jobFinished>[1]) =>
    react(
      'data',
      `ComputeJob${end[0]}${end.slice(1).toLowerCase()}`,
      entries.jobFinished,
      (tx, { job, buyer }, cooperative) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.jobFinished(job, end)),
    );
  return [
    react('data', 'LicenceAgreed', entries.licenceAgreed, (tx, { licence, buyer }, cooperative) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.licenceAgreed(licence)),
    ),
    react(
      'data',
      'LicenceFinalized',
      entries.licenceFinalized,
      (tx, { licence, buyer, validUntil }, cooperative) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.licenceInForce(licence, validUntil)),
    ),
    finished('RELEASED'),
    finished('REFUSED'),
    finished('FAILED'),
    react('payouts', 'InvoiceIssued', entries.invoiceIssued, (tx, { invoice, buyer, dueAt }, cooperative) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.invoiceIssued(invoice, dueAt)),
    ),
    react('payouts', 'PaymentFailed', entries.paymentFailed, (tx, { invoice, buyer }, cooperative) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.paymentFailed(invoice)),
    ),
    react(
      'payouts',
      'PaymentReturned',
      entries.paymentReturned,
      async (tx, { invoice, buyer, unpaid }, cooperative) => {
        if (unpaid) await notify.notifyOrganization(tx, cooperative, buyer, notices.paymentReturned(invoice));
      },
    ),
  ];
}

import type { Effect } from '../../kit/contracts/effects.js';
import * as data from '../../kit/contracts/entries/data.js';
import * as governance from '../../kit/contracts/entries/governance.js';
import * as payouts from '../../kit/contracts/entries/payouts.js';
import { on } from '../../kit/journal/reaction.js';
import type { Heard, Reaction } from '../../kit/journal/reaction.js';
import type { Tx } from '../../kit/store/tx.js';
import { LETTING_GO } from '../domain/departure.js';
import * as notices from '../domain/notification.js';
import { completeExit } from '../service/completeExit.js';
import { eraseMember } from '../service/eraseMember.js';
import { fixElectorate, forgetElectors } from '../service/fixElectorate.js';
import { followCharter } from '../service/followCharter.js';
import type { MembershipServices } from '../service/index.js';
import * as notify from '../service/notify.js';
import { recoverByVote } from '../service/recoverByVote.js';
import { rejectByVote } from '../service/rejectByVote.js';
import { seatElected } from '../service/seatElected.js';
import { suspendByVote } from '../service/suspendByVote.js';

type Carrying = Pick<MembershipServices, 'admitByVote' | 'reinstateByVote'>;

/** What membership does when another service's journal says that something happened. */
export function reactionsOf(services: Carrying): Reaction[] {
  return [...decisions(services), ...departures(), ...notifications(), ...toBuyers()];
}

function decisions({ admitByVote, reinstateByVote }: Carrying): Reaction[] {
  return [
    on(governance.OpeningRequested, ['proposal'], (tx, { proposal }, { cooperative }) =>
      fixElectorate(tx, cooperative, proposal),
    ),
    on(governance.CharterEnacted, ['version', 'terms'], (tx, { version, terms }, { cooperative }) =>
      followCharter(tx, cooperative, version, terms),
    ),
    on(
      governance.ProposalEnacted,
      ['proposal', 'effect'],
      async (tx, { proposal, effect }, { cooperative }) => {
        if (effect.kind === 'ADMISSION') await admitByVote(tx, cooperative, effect.member);
        if (effect.kind === 'ELECTION') await seatElected(tx, cooperative, effect);
        if (effect.kind === 'SUSPENSION') await suspendByVote(tx, cooperative, effect, proposal);
        if (effect.kind === 'REINSTATEMENT') await reinstateByVote(tx, cooperative, effect);
        if (effect.kind === 'RECOVERY') await recoverByVote(tx, cooperative, effect);
      },
    ),
    on(governance.ProposalRejected, ['proposal', 'effect'], failed),
    on(governance.ProposalCancelled, ['proposal', 'effect'], failed),
  ];
}

async function failed(
  tx: Tx,
  { proposal, effect }: { proposal: string; effect: Effect },
  { cooperative }: Heard,
): Promise<void> {
  await forgetElectors(tx, proposal);
  if (effect.kind === 'ADMISSION') await rejectByVote(tx, cooperative, effect.member, proposal);
}

/** What each service says when it has let go of a member who leaves. */
const JOURNALS = { governance, data, payouts } as const;

function departures(): Reaction[] {
  return [
    on(data.MemberErased, ['memberId'], (tx, { memberId }, { cooperative }) =>
      eraseMember(tx, cooperative, memberId),
    ),
    // Who has erased a member holds nothing of them any more. The erasure may also have emptied the entry that asked
    // that service to let go, or its answer, before it was read: this one stands for both.
    ...LETTING_GO.flatMap((service) =>
      [JOURNALS[service].MemberLeft, JOURNALS[service].MemberErased].map((ended) =>
        on(ended, ['memberId'], (tx, { memberId }, { cooperative }) =>
          completeExit(tx, cooperative, memberId, service),
        ),
      ),
    ),
  ];
}

function notifications(): Reaction[] {
  return [
    on(
      governance.ProposalOpened,
      ['proposal', 'title', 'closesAt'],
      async (tx, { proposal, title, closesAt }, { cooperative }) => {
        await forgetElectors(tx, proposal);
        const notice = notices.voteOpened(proposal, title, closesAt);
        await notify.notifyElectorate(tx, cooperative, proposal, notice);
      },
    ),
    on(data.LicenceRequested, ['licence', 'purpose'], (tx, { licence, purpose }, { cooperative }) =>
      notify.notifyStewards(tx, cooperative, notices.licenceRequested(licence, purpose)),
    ),
    on(data.UsageMetered, ['job', 'uses'], (tx, { job, uses }, { cooperative }) =>
      notify.notifyUses(tx, cooperative, job, uses),
    ),
    on(data.ConsentSetAside, ['consent', 'memberId'], (tx, { consent, memberId }, { cooperative }) =>
      notify.notifyMember(tx, cooperative, memberId, notices.consentSetAside(consent)),
    ),
    on(
      payouts.PayoutDestinationAdded,
      ['memberId', 'usableAt'],
      (tx, { memberId, usableAt }, { cooperative }) => {
        const notice = notices.payoutDestinationAdded(memberId, usableAt);
        return notify.notifyMember(tx, cooperative, memberId, notice);
      },
    ),
    on(
      payouts.DividendCredited,
      ['dividend', 'memberId'],
      async (tx, { dividend, memberId }, { cooperative }) => {
        if (memberId)
          await notify.notifyMember(tx, cooperative, memberId, notices.dividendCredited(dividend));
      },
    ),
    on(payouts.PayoutDestinationRemoved, ['memberId', 'by'], (tx, { memberId, by }, { cooperative }) =>
      notify.notifyMember(tx, cooperative, memberId, notices.payoutDestinationRemoved(memberId, by)),
    ),
  ];
}

const FINISHED = [
  { ended: data.ComputeJobReleased, end: 'RELEASED' },
  { ended: data.ComputeJobRefused, end: 'REFUSED' },
  { ended: data.ComputeJobFailed, end: 'FAILED' },
] as const;

function toBuyers(): Reaction[] {
  return [
    on(data.LicenceAgreed, ['licence', 'buyer'], (tx, { licence, buyer }, { cooperative }) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.licenceAgreed(licence)),
    ),
    on(
      data.LicenceFinalized,
      ['licence', 'buyer', 'validUntil'],
      (tx, { licence, buyer, validUntil }, { cooperative }) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.licenceInForce(licence, validUntil)),
    ),
    on(
      data.LicenceProhibited,
      ['licence', 'buyer', 'endsAt'],
      (tx, { licence, buyer, endsAt }, { cooperative }) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.licenceProhibited(licence, endsAt)),
    ),
    on(data.LicenceProhibitionLifted, ['licence', 'buyer'], (tx, { licence, buyer }, { cooperative }) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.licenceProhibited(licence, null)),
    ),
    on(
      data.LicenceTerminated,
      ['licence', 'buyer', 'cause'],
      async (tx, { licence, buyer, cause }, { cooperative }) => {
        if (cause === 'PROHIBITED') {
          await notify.notifyOrganization(tx, cooperative, buyer, notices.licenceEnded(licence));
        }
      },
    ),
    ...FINISHED.map(({ ended, end }) =>
      on(ended, ['job', 'buyer'], (tx, { job, buyer }, { cooperative }) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.jobFinished(job, end)),
      ),
    ),
    on(
      payouts.InvoiceIssued,
      ['invoice', 'buyer', 'dueAt'],
      (tx, { invoice, buyer, dueAt }, { cooperative }) =>
        notify.notifyOrganization(tx, cooperative, buyer, notices.invoiceIssued(invoice, dueAt)),
    ),
    on(payouts.PaymentFailed, ['invoice', 'buyer'], (tx, { invoice, buyer }, { cooperative }) =>
      notify.notifyOrganization(tx, cooperative, buyer, notices.paymentFailed(invoice)),
    ),
    on(
      payouts.PaymentReturned,
      ['invoice', 'buyer', 'unpaid'],
      async (tx, { invoice, buyer, unpaid }, { cooperative }) => {
        if (unpaid) await notify.notifyOrganization(tx, cooperative, buyer, notices.paymentReturned(invoice));
      },
    ),
  ];
}

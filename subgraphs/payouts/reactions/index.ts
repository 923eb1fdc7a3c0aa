import * as data from '../../kit/contracts/entries/data.js';
import * as governance from '../../kit/contracts/entries/governance.js';
import * as membership from '../../kit/contracts/entries/membership.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import type { Logger } from '../../kit/observability/logger.js';
import { dropDestinations } from '../service/dropDestinations.js';
import { eraseMember } from '../service/eraseMember.js';
import { issueInvoice } from '../service/issueInvoice.js';
import { settleExit } from '../service/settleExit.js';
import { settleLicenceEnd } from '../service/settleLicenceEnd.js';
import { refundPrepayment } from '../service/withdrawPrepayment.js';
import type { PayoutsSettings } from '../settings.js';
import { keepPolicy, openBook } from '../store/book.js';
import { holdMoney, releaseMoney } from '../store/recoveryHoldStore.js';
import { keepLicence } from '../store/licenceStore.js';
import { dropContribution, keepContribution, keepCount, keepUsage } from '../store/measureStore.js';

/** What payouts does when another service's journal says that something happened. */
export function reactions(settings: PayoutsSettings, logger: Logger): Reaction[] {
  return [...accounts(logger), ...invoices(settings), ...measures()];
}

/** The book of a co-op and the accounts of its members, from their founding to their end. */
function accounts(logger: Logger): Reaction[] {
  return [
    on(membership.CooperativeFounded, ['cooperative'], (tx, founded, { cooperative }) =>
      openBook(tx, cooperative, founded.cooperative.currency),
    ),
    on(governance.CharterEnacted, ['version', 'terms', 'effectiveAt'], (tx, enacted, { cooperative }) =>
      keepPolicy(tx, cooperative, enacted),
    ),
    on(data.MemberErased, ['memberId'], (tx, { memberId }, { cooperative }) =>
      eraseMember(tx, logger, cooperative, memberId),
    ),
    on(membership.MemberExiting, ['memberId'], (tx, { memberId }, { cooperative }) =>
      settleExit(tx, logger, cooperative, memberId),
    ),
    on(
      membership.RecoveryStarted,
      ['recovery', 'memberId', 'completesAt'],
      (tx, { recovery, memberId, completesAt }, { cooperative }) =>
        holdMoney(tx, { cooperativeId: cooperative, memberId, recovery, until: completesAt }),
    ),
    ...[membership.RecoveryEnded, membership.KeysRecovered].map((ended) =>
      on(ended, ['recovery', 'memberId'], (tx, { recovery, memberId }, { cooperative }) =>
        releaseMoney(tx, cooperative, memberId, recovery),
      ),
    ),
    // A destination that was named in a disowned session may be a thief's.
    on(membership.SessionsEnded, ['disowned'], (tx, { disowned }) => dropDestinations(tx, disowned ?? [])),
  ];
}

/** What a buyer owes. */
function invoices(settings: PayoutsSettings): Reaction[] {
  return [
    on(
      data.LicenceRequested,
      ['licence', 'dataset', 'buyer'],
      (tx, { licence, dataset, buyer }, { cooperative }) =>
        keepLicence(tx, {
          cooperativeId: cooperative,
          licenceId: licence,
          datasetId: dataset,
          buyerId: buyer,
        }),
    ),
    on(data.LicenceAgreed, ['licence', 'dataset', 'buyer', 'price'], (tx, agreed, { cooperative }) =>
      issueInvoice(tx, cooperative, { ...agreed, job: null }, settings),
    ),
    on(
      data.ComputeJobReleased,
      ['job', 'licence', 'dataset', 'buyer', 'cost'],
      async (tx, { cost, ...job }, { cooperative }) => {
        // A licence without a price a job has paid for its computations already.
        if (cost.amountMinor !== '0') await issueInvoice(tx, cooperative, { ...job, price: cost }, settings);
      },
    ),
    on(
      data.PrepaymentReleased,
      ['withdrawal', 'amountMinor'],
      (tx, { withdrawal, amountMinor }, { cooperative }) =>
        refundPrepayment(tx, cooperative, { withdrawal, amountMinor: BigInt(amountMinor) }),
    ),
    on(data.LicenceTerminated, ['licence', 'reason', 'cause', 'unused'], (tx, ended, { cooperative }) =>
      settleLicenceEnd(tx, cooperative, ended),
    ),
  ];
}

/** What a dividend is measured by. */
function measures(): Reaction[] {
  return [
    on(data.ContributionStored, ['contribution', 'memberId', 'recordCount'], (tx, stored, { cooperative }) =>
      keepContribution(tx, cooperative, stored),
    ),
    on(data.ContributionVerified, ['contribution', 'rows'], (tx, { contribution, rows }, { cooperative }) =>
      keepCount(tx, cooperative, { contribution, counted: rows.counted }),
    ),
    on(data.ContributionWithdrawn, ['contribution'], (tx, { contribution }, { cooperative }) =>
      dropContribution(tx, cooperative, contribution),
    ),
    on(data.UsageMetered, ['job', 'licence', 'uses'], (tx, used, { cooperative, recordedAt }) =>
      keepUsage(tx, cooperative, used, recordedAt),
    ),
  ];
}

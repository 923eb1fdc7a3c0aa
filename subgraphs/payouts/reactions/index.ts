import type { z } from 'zod';
import type { Reaction } from '../../kit/journal/reactions.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/store.js';
import { cancelInvoice } from '../service/cancelInvoice.js';
import { dropDestinations } from '../service/dropDestinations.js';
import { eraseMember } from '../service/eraseMember.js';
import { issueInvoice } from '../service/issueInvoice.js';
import { keepPolicy, openBook } from '../service/openBook.js';
import { settleExit } from '../service/settleExit.js';
import type { PayoutsSettings } from '../settings.js';
import { keepLicence } from '../store/licenceStore.js';
import { dropContribution, keepContribution, keepUsage } from '../store/measureStore.js';
import * as entries from './entries.js';

function react<Schema extends z.ZodType>(
  source: string,
  on: string,
  schema: Schema,
  handle: (tx: Tx, cooperative: string, values: z.infer<Schema>, recordedAt: Date) => Promise<void>,
): Reaction {
  return {
    source,
    on,
    async handle(tx, entry) {
      const values = entries.opened(schema, entry);
      if (values !== null) await handle(tx, entry.cooperative, values, entry.recordedAt);
    },
  };
}

/** What payouts does when another service's journal says that something happened. */
export function reactions(settings: PayoutsSettings, logger: Logger): Reaction[] {
  return [
    react('membership', 'CooperativeFounded', entries.cooperativeFounded, (tx, cooperative, founded) =>
      openBook(tx, cooperative, founded.cooperative.currency),
    ),
    react('governance', 'CharterEnacted', entries.charterEnacted, keepPolicy),
    react(
      'data',
      'LicenceRequested',
      entries.licenceRequested,
      (tx, cooperativeId, { licence, dataset, buyer }) =>
        keepLicence(tx, { cooperativeId, licenceId: licence, datasetId: dataset, buyerId: buyer }),
    ),
    react('data', 'LicenceAgreed', entries.licenceAgreed, (tx, cooperative, agreed) =>
      issueInvoice(tx, cooperative, { ...agreed, job: null }, settings),
    ),
    react('data', 'ComputeJobReleased', entries.jobReleased, async (tx, cooperative, { cost, ...job }) => {
      // A licence without a price a job has paid for its computations already.
      if (cost.amountMinor !== '0') await issueInvoice(tx, cooperative, { ...job, price: cost }, settings);
    }),
    react('data', 'LicenceTerminated', entries.aboutLicence, (tx, cooperative, { licence }) =>
      cancelInvoice(tx, cooperative, licence),
    ),
    react('data', 'ContributionStored', entries.contributionStored, keepContribution),
    react(
      'data',
      'ContributionWithdrawn',
      entries.contributionWithdrawn,
      (tx, cooperative, { contribution }) => dropContribution(tx, cooperative, contribution),
    ),
    react('data', 'UsageMetered', entries.usageMetered, keepUsage),
    react('data', 'MemberErased', entries.aboutMember, (tx, cooperative, { memberId }) =>
      eraseMember(tx, logger, cooperative, memberId),
    ),
    react('membership', 'MemberExiting', entries.aboutMember, (tx, cooperative, { memberId }) =>
      settleExit(tx, logger, cooperative, memberId),
    ),
    react('membership', 'SessionsEnded', entries.sessionsEnded, (tx, _platform, { disowned }) =>
      dropDestinations(tx, disowned),
    ),
  ];
}

import type * as entries from '../../kit/contracts/entries/data.js';
import { ANYTHING_PUBLIC, NOTHING_PUBLIC } from '../../kit/journal/publicChanges.js';
import type { PublicChangesOf } from '../../kit/journal/publicChanges.js';

/** Lists may be ordered by records, and are narrowed by what offers permit. */
const OF_DATASET = {
  entities: { Dataset: 'dataset' },
  fields: ['Query.datasets'],
  ofCooperative: true,
} as const;

/** What this service's entries change of the catalogue. Of the rest, nothing is the same for everybody. */
export const PUBLIC_CHANGES: PublicChangesOf<typeof entries> = {
  DatasetPublished: { ...OF_DATASET, entities: { Dataset: 'dataset.id' } },
  OfferPublished: OF_DATASET,
  OffersWithdrawn: { ...OF_DATASET, entities: { Dataset: 'datasets' } },
  ContributionStored: OF_DATASET,
  ContributionVerified: NOTHING_PUBLIC,
  ContributionWithdrawn: OF_DATASET,
  ConsentGranted: NOTHING_PUBLIC,
  ConsentOpened: NOTHING_PUBLIC,
  ConsentSetAside: NOTHING_PUBLIC,
  ConsentWithdrawn: NOTHING_PUBLIC,
  ConsentExpired: NOTHING_PUBLIC,
  LicenceRequested: NOTHING_PUBLIC,
  LicenceOffered: NOTHING_PUBLIC,
  LicenceAccepted: NOTHING_PUBLIC,
  LicenceAcceptanceCancelled: NOTHING_PUBLIC,
  LicenceAgreed: NOTHING_PUBLIC,
  LicenceVerified: NOTHING_PUBLIC,
  LicenceFinalized: NOTHING_PUBLIC,
  LicenceSuspended: NOTHING_PUBLIC,
  LicenceResumed: NOTHING_PUBLIC,
  LicenceProhibited: NOTHING_PUBLIC,
  LicenceProhibitionLifted: NOTHING_PUBLIC,
  LicenceTerminated: NOTHING_PUBLIC,
  ComputeJobSubmitted: NOTHING_PUBLIC,
  ComputeJobCancelled: NOTHING_PUBLIC,
  ComputeJobReleased: NOTHING_PUBLIC,
  ComputeJobRefused: NOTHING_PUBLIC,
  ComputeJobFailed: NOTHING_PUBLIC,
  PrepaymentReleased: NOTHING_PUBLIC,
  UsageMetered: NOTHING_PUBLIC,
  MemberDataExported: NOTHING_PUBLIC,
  /** Datasets count fewer records; whose they were, and so which, is not to be told. */
  MemberLeft: ANYTHING_PUBLIC,
  MemberErased: ANYTHING_PUBLIC,
};

import { z } from 'zod';
import { END_CAUSES } from '../../domain/licenceAndMoney.js';
import { entriesOf } from '../entry.js';
import { tableSchema } from '../licenceTerms.js';
import { addedLater, basisPoints, count, digest, id, instant, price, version } from '../parts.js';

/** What data's journal says. */
const entry = entriesOf('data');

const dataset = id('dst');
const memberId = id('mem');
const consent = id('cns');
const contribution = id('ctb');
const purpose = z.string();
const aboutLicence = { licence: id('lic'), dataset, buyer: id('org') };
const aboutJob = { job: id('job'), ...aboutLicence, cost: price, epsilon: z.string() };
const reason = z.string();
const decimal = z.string().regex(/^\d{1,15}$/);

export const DatasetPublished = entry('DatasetPublished', {
  private: { dataset: z.object({ id: dataset, title: z.string(), rowsPerMemberMax: count }) },
});

export const OfferPublished = entry('OfferPublished', {
  public: { offer: digest },
  private: { offer: id('off'), dataset, charterVersion: version },
});

/** A charter has come into force that these offers break. */
export const OffersWithdrawn = entry('OffersWithdrawn', {
  private: { offers: z.array(id('off')), datasets: z.array(dataset) },
});

export const ContributionStored = entry('ContributionStored', {
  private: { contribution, dataset, memberId, cid: z.string(), recordCount: count },
});

/**
 * The compute worker has opened a contribution under its member's consent and counted its rows: `counted` is what it weighs.
 * A later one of the same contribution replaces it, for rows of others may come before these or go. `signature` is over the
 * statement that names the ciphertext by its CID and nobody.
 */
export const ContributionVerified = entry('ContributionVerified', {
  private: {
    ...{ contribution, dataset, memberId, cid: z.string() },
    readable: z.boolean(),
    rows: z.object({
      ...{ received: count, valid: count, invalid: count, empty: count, excess: count },
      ...{ repeated: count, counted: count },
    }),
    ...{ revision: count, signature: z.string(), key: z.string() },
  },
});

export const ContributionWithdrawn = entry('ContributionWithdrawn', {
  private: { contribution, dataset, memberId },
});

export const ConsentGranted = entry('ConsentGranted', {
  public: { wrap: digest },
  private: { consent, memberId, dataset, purposes: z.array(purpose), expiresAt: instant.nullable() },
});

/** The compute worker has opened the consent's wrap: from here on the consent counts. */
export const ConsentOpened = entry('ConsentOpened', { private: { consent, memberId, dataset } });

/** The consent's wrap does not open: it counts nowhere, and its member is asked to consent anew. */
export const ConsentSetAside = entry('ConsentSetAside', { private: { consent, memberId, dataset } });

export const ConsentWithdrawn = entry('ConsentWithdrawn', { private: { consent, memberId, dataset } });
export const ConsentExpired = entry('ConsentExpired', { private: { consent, memberId, dataset } });

/** `offerDigest` stands in a counter-offer of the buyer's. */
export const LicenceRequested = entry('LicenceRequested', {
  public: { offer: digest },
  private: { ...aboutLicence, purpose, offer: id('off'), offerDigest: digest.optional() },
});

export const LicenceOffered = entry('LicenceOffered', {
  public: { offer: digest },
  private: { ...aboutLicence, purpose, offer: id('off'), offerDigest: digest },
});

/** The buyer has signed an offer: the members are asked whether it becomes the agreement. */
export const LicenceAccepted = entry('LicenceAccepted', {
  public: { offer: digest, acceptance: digest },
  private: {
    ...aboutLicence,
    purpose,
    offerDigest: digest,
    acceptanceDigest: digest,
    charterVersion: version,
    decideBy: instant,
    /** For the members, who decide on them. */
    terms: addedLater(tableSchema),
  },
});

/** `offerDigest` is what had been accepted. A counter-offer says besides what lies on the table instead. */
export const LicenceAcceptanceCancelled = entry('LicenceAcceptanceCancelled', {
  public: { offer: digest.optional() },
  private: {
    ...aboutLicence,
    offerDigest: digest,
    purpose: purpose.optional(),
    offer: id('off').optional(),
  },
});

export const LicenceAgreed = entry('LicenceAgreed', {
  public: { agreement: digest, offer: digest },
  private: {
    ...aboutLicence,
    purpose,
    price: price.extend({ model: z.string(), jobPriceMinor: addedLater(z.string().nullable()) }),
    termDays: count,
    agreementDigest: digest,
  },
});

export const LicenceVerified = entry('LicenceVerified', {
  public: { agreement: digest },
  private: aboutLicence,
});

export const LicenceFinalized = entry('LicenceFinalized', {
  private: { ...aboutLicence, validUntil: instant },
});

/** The payment has gone back, or has come again. */
export const LicenceSuspended = entry('LicenceSuspended', { private: aboutLicence });
export const LicenceResumed = entry('LicenceResumed', { private: aboutLicence });

/** `unused` is what was left of the term of a licence in force, in milliseconds; null for one that never was. */
/** The members have prohibited the purpose of a licence in force: at `endsAt` it ends, unless they allow it again. */
export const LicenceProhibited = entry('LicenceProhibited', {
  private: { ...aboutLicence, reason, endsAt: instant },
});
export const LicenceProhibitionLifted = entry('LicenceProhibitionLifted', { private: aboutLicence });

export const LicenceTerminated = entry('LicenceTerminated', {
  private: {
    ...aboutLicence,
    reason,
    cause: addedLater(z.enum(END_CAUSES)),
    unused: addedLater(z.object({ left: decimal, whole: decimal }).nullable()),
  },
});

export const ComputeJobSubmitted = entry('ComputeJobSubmitted', { private: aboutJob });
export const ComputeJobCancelled = entry('ComputeJobCancelled', { private: aboutJob });
export const ComputeJobReleased = entry('ComputeJobReleased', { private: aboutJob });
export const ComputeJobRefused = entry('ComputeJobRefused', { private: { ...aboutJob, reason } });
export const ComputeJobFailed = entry('ComputeJobFailed', { private: { ...aboutJob, reason } });

/** What a buyer may have back of what they paid in advance: the rest is reserved for computations, or owed for some; in minor units of the co-op's currency. */
export const PrepaymentReleased = entry('PrepaymentReleased', {
  private: { withdrawal: id('pwd'), buyer: id('org'), amountMinor: z.string().regex(/^\d{1,18}$/) },
});

/** The use of one member's records: about that member alone, who may open it and have it erased. */
export const UsageMetered = entry('UsageMetered', {
  private: {
    job: id('job'),
    licence: id('lic'),
    dataset,
    uses: z.array(z.object({ memberId, records: count, qualityBp: basisPoints })),
  },
});

export const MemberDataExported = entry('MemberDataExported', {
  public: { bundle: digest },
  private: { memberId },
});

/** Data has let go of a member who leaves. */
export const MemberLeft = entry('MemberLeft', { private: { memberId } });

/** A member has had themselves erased: every service does its part when it reads this. */
export const MemberErased = entry('MemberErased', { private: { memberId } });

import { digestOf } from '../../kit/domain/canonical.js';
import { charterTermsSchema } from '../../kit/contracts/charterTerms.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { Powers } from '../../kit/contracts/powers.js';
import { ERRORS } from './errors.js';
import type { CooperativeId } from './member.js';

/** Who decides on applications, and whose word the co-op takes for it that an applicant is one human. */
export interface AdmissionPolicy {
  readonly by: 'STEWARDS' | 'VOTE';
  readonly issuers: readonly string[];
}

export interface Cooperative {
  readonly id: CooperativeId;
  readonly slug: string;
  readonly name: string;
  readonly mission: string;
  readonly did: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly admission: AdmissionPolicy;
  /** What the charter says of the powers that nobody has alone. */
  readonly powers: Powers;
  /** Members admitted and not yet exited. */
  readonly memberCount: number;
  readonly foundedAt: Date;
}

/** @throws ADMISSION_BY_VOTE where the charter has the members decide on applications. */
export function requireStewardsDecide({ id, admission }: Pick<Cooperative, 'id' | 'admission'>): void {
  if (admission.by === 'STEWARDS') return;
  throw ERRORS.ADMISSION_BY_VOTE.raise('The members decide on this application.', { cooperative: id });
}

export interface FoundingCharter {
  readonly terms: CharterTerms;
  /** SHA-256 of the canonical form: what the founder signed. */
  readonly digest: string;
}

/**
 * Reads the charter that a founder proposes. It must be the charter whole: a member that we do not know could
 * not be held to, and one that we filled in would not be what was signed. And it must agree with what the
 * founding says in its own words of the currency and of admission.
 *
 * @throws CHARTER_INVALID
 */
export function readFoundingCharter(
  proposed: unknown,
  founding: { currency: string; admission: AdmissionPolicy },
): FoundingCharter {
  const read = charterTermsSchema.safeParse(proposed);
  if (!read.success) {
    const issues = read.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw ERRORS.CHARTER_INVALID.raise('The charter is not of the form that is asked for.', { issues });
  }
  const terms = read.data;
  const digest = digestOf(terms);
  if (digest !== digestOf(proposed)) {
    throw ERRORS.CHARTER_INVALID.raise('The charter holds members that no service knows.');
  }
  if (terms.revenuePolicy.currency !== founding.currency) {
    throw ERRORS.CHARTER_INVALID.raise('The charter pays in another currency than the co-op settles in.');
  }
  if (digestOf(terms.admission) !== digestOf(founding.admission)) {
    throw ERRORS.CHARTER_INVALID.raise('The charter says something else about admission than the founding.');
  }
  return { terms, digest };
}

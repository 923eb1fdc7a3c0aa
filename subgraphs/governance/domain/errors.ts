import { define } from '../../kit/errors/define.js';

/**
 * What governance refuses, and why, beside the codes that all services share. Where several refusals apply the one
 * that stands higher wins; a wrong signature (SIGNATURE_INVALID) comes after all of them but BALLOT_ALREADY_CAST,
 * which only the database can say for certain.
 */
export const ERRORS = {
  KIND_NOT_SUBMITTABLE: define('KIND_NOT_SUBMITTABLE', {
    means:
      'Members cannot submit proposals of this kind: the system opens them itself, or they are yet to come.',
    retry: 'never',
  }),
  KIND_NOT_IN_CHARTER: define('KIND_NOT_IN_CHARTER', {
    means: 'The charter in force has no rule by which a proposal of this kind could be decided.',
    retry: 'never',
  }),
  EFFECT_INVALID: define('EFFECT_INVALID', {
    means: 'What the proposal would do could not be done even if it passed.',
    retry: 'corrected',
  }),
  PROPOSAL_LIMIT_REACHED: define('PROPOSAL_LIMIT_REACHED', {
    means: 'This member has as many undecided proposals as one member may have at a time.',
    retry: 'later',
  }),
  APPEAL_LIMIT: define('APPEAL_LIMIT', {
    means: 'An appeal of this member is undecided, or was brought before the members a short while ago.',
    retry: 'later',
  }),
  PROPOSAL_NOT_CANCELLABLE: define('PROPOSAL_NOT_CANCELLABLE', {
    means: 'The proposal has gone too far to be taken back by its proposer, or cannot be by a vote.',
    retry: 'never',
  }),
  PROPOSAL_NOT_OPEN: define('PROPOSAL_NOT_OPEN', {
    means: 'Ballots are taken from opensAt, inclusive, to closesAt, exclusive; it is not that time.',
    retry: 'never',
  }),
  NOT_IN_ELECTORATE: define('NOT_IN_ELECTORATE', {
    means: 'The electorate was fixed when the proposal opened, and this member is not in it.',
    retry: 'never',
  }),
  EFFECT_DIGEST_MISMATCH: define('EFFECT_DIGEST_MISMATCH', {
    means: 'The ballot names another effect than the one that this proposal would execute.',
    retry: 'corrected',
  }),
  CHOICES_INVALID: define('CHOICES_INVALID', {
    means: 'The choices are not a vote that the method of this proposal can count.',
    retry: 'corrected',
  }),
  BALLOT_ALREADY_CAST: define('BALLOT_ALREADY_CAST', {
    means: 'This member has already voted on this proposal.',
    retry: 'never',
  }),
  DELEGATE_INVALID: define('DELEGATE_INVALID', {
    means: 'A vote can be delegated to another admitted member of the same co-op only.',
    retry: 'corrected',
  }),
  DELEGATION_CYCLE: define('DELEGATION_CYCLE', {
    means: 'The delegation would come back to the member who gives it.',
    retry: 'corrected',
  }),
  DELEGATION_TOO_DEEP: define('DELEGATION_TOO_DEEP', {
    means: 'The delegation would make a chain longer than is followed at the count.',
    retry: 'corrected',
  }),
} as const;

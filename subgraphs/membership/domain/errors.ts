import { define } from '../../kit/errors/define.js';

/**
 * What membership refuses, and why. Where several refusals apply, the one that stands higher wins: what is not
 * offered at all before what somebody shows, and what they show before the state of things.
 */
export const ERRORS = {
  DEMO_ONLY: define('DEMO_ONLY', {
    means: 'This exists for demonstrations and tests; this installation is not one.',
    retry: 'never',
  }),
  CHALLENGE_INVALID: define('CHALLENGE_INVALID', {
    means: 'The nonce was not issued by us for this DID.',
    retry: 'corrected',
  }),
  CHALLENGE_EXPIRED: define('CHALLENGE_EXPIRED', {
    means: 'The nonce was issued too long ago; ask for another one.',
    retry: 'corrected',
  }),
  CHALLENGE_ALREADY_USED: define('CHALLENGE_ALREADY_USED', {
    means: 'Somebody has already signed in with this nonce; ask for another one.',
    retry: 'corrected',
  }),
  REFRESH_TOKEN_INVALID: define('REFRESH_TOKEN_INVALID', {
    means: 'There is no session that this refresh token could prolong.',
    retry: 'never',
  }),
  REFRESH_TOKEN_REUSED: define('REFRESH_TOKEN_REUSED', {
    means:
      'The refresh token was used before: somebody else may hold a copy, so its whole session has been ended.',
    retry: 'never',
  }),
  SESSION_ENDED: define('SESSION_ENDED', {
    means: 'The session was ended or has lasted as long as a session may; sign in again.',
    retry: 'never',
  }),
  CHARTER_INVALID: define('CHARTER_INVALID', {
    means: 'The founding charter is not of the form that the four services can hold to.',
    retry: 'corrected',
  }),
  ATTESTATION_INVALID: define('ATTESTATION_INVALID', {
    means:
      'The personhood attestation is malformed, outside its dates, or not signed by the issuer that it names.',
    retry: 'corrected',
  }),
  ATTESTATION_ISSUER_NOT_LISTED: define('ATTESTATION_ISSUER_NOT_LISTED', {
    means: 'The co-op does not accept personhood attestations of this issuer.',
    retry: 'corrected',
  }),
  ATTESTATION_OF_ANOTHER: define('ATTESTATION_OF_ANOTHER', {
    means: 'The personhood attestation is about another DID, or was made for another co-op.',
    retry: 'corrected',
  }),
  COOPERATIVE_ALREADY_FOUNDED: define('COOPERATIVE_ALREADY_FOUNDED', {
    means: 'A co-op of this id or slug exists.',
    retry: 'corrected',
  }),
  DID_ALREADY_USED: define('DID_ALREADY_USED', {
    means:
      'The DID already stands for a membership or an organisation; a member takes another one in each co-op.',
    retry: 'corrected',
  }),
  PERSONHOOD_ALREADY_USED: define('PERSONHOOD_ALREADY_USED', {
    means: 'The person of this attestation is already known to this co-op under another DID.',
    retry: 'never',
  }),
  REGULATOR_NOT_RECOGNIZED: define('REGULATOR_NOT_RECOGNIZED', {
    means: 'An operator has not listed this DID as a regulator.',
    retry: 'later',
  }),
  ADMISSION_BY_VOTE: define('ADMISSION_BY_VOTE', {
    means: 'The charter says that the members decide on this application by vote.',
    retry: 'never',
  }),
  STEWARD_BY_ELECTION: define('STEWARD_BY_ELECTION', {
    means: 'The role is given and taken by the members in an election, not by a steward.',
    retry: 'never',
  }),
  STANDING_CONFLICT: define('STANDING_CONFLICT', {
    means: 'The membership is not in a standing from which this is possible.',
    retry: 'never',
  }),
  BANNED: define('BANNED', {
    means:
      'This person left the co-op while they were suspended, and may apply again once that time is over.',
    retry: 'later',
  }),
  SUSPENDED_RECENTLY: define('SUSPENDED_RECENTLY', {
    means:
      'A suspension of this member ended so short a while ago that only the members may decide on another.',
    retry: 'later',
  }),
  SUSPENSION_ALREADY_PROPOSED: define('SUSPENSION_ALREADY_PROPOSED', {
    means: 'A suspension of this member has been proposed, and waits for a second person.',
    retry: 'never',
  }),
  SUSPENSION_NOT_PROPOSED: define('SUSPENSION_NOT_PROPOSED', {
    means: 'The suspension does not wait for a second person: it has lapsed, runs, or has ended.',
    retry: 'never',
  }),
  SECOND_PERSON_NEEDED: define('SECOND_PERSON_NEEDED', {
    means: 'This takes two people who hold an office and are not involved, and you are not the second.',
    retry: 'never',
  }),
  SUSPENDED_BY_VOTE: define('SUSPENDED_BY_VOTE', {
    means: 'The members decided on this suspension: it ends with its term, or by their decision.',
    retry: 'never',
  }),
  RECOVERY_OF_ANOTHER: define('RECOVERY_OF_ANOTHER', {
    means: 'The attestation is of another person than the member whose keys were to be recovered.',
    retry: 'never',
  }),
  RECOVERY_LIMIT: define('RECOVERY_LIMIT', {
    means:
      'Recovery of this member has been asked for as often as it may be in a month, or one is under way.',
    retry: 'later',
  }),
  RECOVERY_STATE_CONFLICT: define('RECOVERY_STATE_CONFLICT', {
    means: 'The recovery is not in a state in which this is possible.',
    retry: 'never',
  }),
  ROLE_NOT_HELD: define('ROLE_NOT_HELD', {
    means: 'The member does not hold the role that was to be taken from them.',
    retry: 'never',
  }),
  AUTHENTICATOR_ALREADY_KNOWN: define('AUTHENTICATOR_ALREADY_KNOWN', {
    means: 'The key is or was an authenticator of this DID; a key that was revoked does not come back.',
    retry: 'corrected',
  }),
  AUTHENTICATOR_LIMIT: define('AUTHENTICATOR_LIMIT', {
    means: 'The DID has as many authenticators as one may have; revoke one first.',
    retry: 'corrected',
  }),
  AUTHENTICATOR_IS_LAST: define('AUTHENTICATOR_IS_LAST', {
    means: 'Without this authenticator nobody could sign in as this DID any more; rotate it instead.',
    retry: 'never',
  }),
} as const;

import { define } from '../../kit/errors/define.js';

/**
 * Refusals of the data service. When several apply, the earlier in this order wins: what the charter forbids,
 * what the state forbids, what the signed bytes contradict, what a limit forbids.
 */
export const ERRORS = {
  PURPOSE_PROHIBITED: define('PURPOSE_PROHIBITED', {
    means: 'The charter prohibits this purpose, or a broader one that includes it.',
    retry: 'never',
  }),
  PURPOSE_NOT_ALLOWED: define('PURPOSE_NOT_ALLOWED', {
    means: 'The charter does not allow this purpose, nor a broader one that includes it.',
    retry: 'corrected',
  }),
  PURPOSE_NOT_OFFERED: define('PURPOSE_NOT_OFFERED', {
    means: 'No offer, or not the named one, permits this purpose.',
    retry: 'corrected',
  }),
  PRICE_CURRENCY_MISMATCH: define('PRICE_CURRENCY_MISMATCH', {
    means: 'Prices of a co-op are in its settlement currency.',
    retry: 'corrected',
  }),
  LICENCE_STATE_CONFLICT: define('LICENCE_STATE_CONFLICT', {
    means: 'The negotiation is not in a state from which this step may be taken by this party.',
    retry: 'never',
  }),
  OFFER_CHANGED: define('OFFER_CHANGED', {
    means: 'The offer on the table is not the one that was signed.',
    retry: 'corrected',
  }),
  OFFER_OUTDATED: define('OFFER_OUTDATED', {
    means: 'The charter has changed since this offer was made; a steward must offer again.',
    retry: 'later',
  }),
  AGREEMENT_CHANGED: define('AGREEMENT_CHANGED', {
    means: 'The agreement is not the one that was signed.',
    retry: 'corrected',
  }),
  DECIDE_BY_OUT_OF_RANGE: define('DECIDE_BY_OUT_OF_RANGE', {
    means:
      'decideBy lies before a vote could be decided and enacted, or so late that the buyer would be bound for too long.',
    retry: 'corrected',
  }),
  CID_MISMATCH: define('CID_MISMATCH', {
    means: 'The content identifier is not that of the ciphertext.',
    retry: 'corrected',
  }),
  CIPHERTEXT_MALFORMED: define('CIPHERTEXT_MALFORMED', {
    means: 'The ciphertext is not base64 of version 1 of the contribution format.',
    retry: 'corrected',
  }),
  CONTRIBUTION_TOO_LARGE: define('CONTRIBUTION_TOO_LARGE', {
    means: 'A contribution holds at most 128 KiB of ciphertext; split it.',
    retry: 'corrected',
  }),
  CONTRIBUTION_ROWS_EXCEEDED: define('CONTRIBUTION_ROWS_EXCEEDED', {
    means: 'The dataset bounds the rows of one member, so that no one weighs too much in a result.',
    retry: 'corrected',
  }),
  CONTRIBUTION_EXISTS: define('CONTRIBUTION_EXISTS', {
    means: 'This ciphertext was contributed before; encrypt afresh to contribute again.',
    retry: 'never',
  }),
  CONTRIBUTION_WITHDRAWN: define('CONTRIBUTION_WITHDRAWN', {
    means: 'The contribution was already withdrawn or erased.',
    retry: 'never',
  }),
  CONSENT_EXISTS: define('CONSENT_EXISTS', {
    means: 'A consent with this id was granted before.',
    retry: 'never',
  }),
  CONSENT_ENDED: define('CONSENT_ENDED', {
    means: 'The consent has been withdrawn, has expired or was erased.',
    retry: 'never',
  }),
  CONSENT_EXPIRY_PAST: define('CONSENT_EXPIRY_PAST', {
    means: 'A consent expires in the future, or never.',
    retry: 'corrected',
  }),
  CONSENT_KEY_STALE: define('CONSENT_KEY_STALE', {
    means: 'The wrap is for a compute key that is no longer current; wrap to the current one.',
    retry: 'corrected',
  }),
  CONSENTS_TOO_MANY: define('CONSENTS_TOO_MANY', {
    means: 'A member keeps at most 20 live consents for one dataset; withdraw one first.',
    retry: 'corrected',
  }),
  COMPUTE_KEY_UNAVAILABLE: define('COMPUTE_KEY_UNAVAILABLE', {
    means: 'The compute worker has not published its key yet.',
    retry: 'later',
  }),
} as const;

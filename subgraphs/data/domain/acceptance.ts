import { statement } from '../../kit/contracts/statements.js';
import { digestOf } from '../../kit/domain/canonical.js';
import { writtenForm } from '../../kit/domain/instant.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { EffectOf } from '../../kit/contracts/effects.js';
import { ERRORS } from './errors.js';
import { LIMITS } from './limits.js';

const DAY_MS = 86_400_000;

/** The statement that a buyer signs: these terms, under this charter, until this instant. */
export function acceptanceStatement(of: {
  licence: string;
  offerDigest: string;
  charterVersion: number;
  decideBy: Date;
  buyer: string;
}) {
  return statement('OfferAcceptance', {
    licence: of.licence,
    offerDigest: of.offerDigest,
    charterVersion: of.charterVersion,
    decideBy: writtenForm(of.decideBy),
    buyer: of.buyer,
  });
}

export type AcceptanceStatement = ReturnType<typeof acceptanceStatement>;

/** The statement that a buyer signs when the agreement is the one they meant. */
export function verificationStatement(of: { licence: string; agreementDigest: string; buyer: string }) {
  return statement('AgreementVerification', of);
}

/** What governance puts to the vote, exactly: its digest stands in the leaf of the decision. */
export type LicenceEffect = Readonly<EffectOf<'LICENCE'>>;

export function effectDigest(effect: LicenceEffect): string {
  return digestOf(effect);
}

/**
 * An acceptance stands long enough for a vote on a licence to open, close and wait out its timelock.
 *
 * @throws DECIDE_BY_OUT_OF_RANGE
 */
export function requireDecideBy(rules: CharterTerms['rules'], decideBy: Date, now: Date): void {
  const rule = rules.find(({ kind }) => kind === 'LICENCE');
  const seconds = rule ? rule.votingPeriodSeconds + rule.timelockSeconds : 0;
  const earliest = new Date(now.getTime() + seconds * 1000);
  const latest = new Date(now.getTime() + LIMITS.decideByDaysMax * DAY_MS);
  if (decideBy >= earliest && decideBy <= latest) return;
  const fault =
    decideBy < earliest
      ? 'decideBy is too early: a vote on this licence could not be decided and enacted by then.'
      : `decideBy is too late: an acceptance stands for ${LIMITS.decideByDaysMax} days at most.`;
  throw ERRORS.DECIDE_BY_OUT_OF_RANGE.raise(fault, {
    field: 'decideBy',
    earliest: earliest.toISOString(),
    latest: latest.toISOString(),
  });
}

import { covers } from '../../kit/domain/purposes.js';
import { canonicalize } from '../../kit/domain/canonical.js';
import type {
  CharterTerms,
  DecisionRuleTerms,
  RevenuePolicyTerms,
} from '../../kit/contracts/charterTerms.js';
import type { Effect, EffectOf } from '../../kit/contracts/effects.js';
import { ERRORS } from './errors.js';
import { methodFits } from './options.js';

/** One version of a co-op's charter. Version 1 is the founding charter; each later one was voted. */
export interface Charter {
  id: string;
  cooperative: string;
  version: number;
  terms: CharterTerms;
  effectiveAt: Date;
}

/** Why a charter does not let a licence stand, or null if it does. A prohibition wins over an allowance. */
export function purposeRefusal(terms: CharterTerms, purpose: string): string | null {
  const prohibition = terms.prohibitedPurposes.find((broader) => covers(broader, purpose));
  if (prohibition)
    return `PURPOSE_PROHIBITED: the charter prohibits ${prohibition}, which covers ${purpose}.`;
  if (terms.allowedPurposes.some((broader) => covers(broader, purpose))) return null;
  return `PURPOSE_NOT_ALLOWED: the charter allows no purpose that covers ${purpose}.`;
}

const DAY_SECONDS = 86_400;

/** How members decide where they must be able to, whether or not their charter says how. */
const DEFAULT_RULES: Partial<Record<Effect['kind'], DecisionRuleTerms>> = {
  // More than half, so that in a co-op of two nobody votes the other out alone.
  SUSPENSION: {
    ...{ kind: 'SUSPENSION', method: 'SINGLE', quorumBp: 5_001 },
    threshold: { numerator: 2, denominator: 3 },
    ...{ votingPeriodSeconds: 7 * DAY_SECONDS, timelockSeconds: 0 },
  },
  RECOVERY: {
    ...{ kind: 'RECOVERY', method: 'SINGLE', quorumBp: 2_000 },
    threshold: { numerator: 1, denominator: 2 },
    ...{ votingPeriodSeconds: 7 * DAY_SECONDS, timelockSeconds: 0 },
  },
  REINSTATEMENT: {
    ...{ kind: 'REINSTATEMENT', method: 'SINGLE', quorumBp: 1_000 },
    threshold: { numerator: 1, denominator: 2 },
    ...{ votingPeriodSeconds: 7 * DAY_SECONDS, timelockSeconds: 0 },
  },
};

/** How proposals of this kind are decided under these terms, or null if they are not. */
export function ruleFor(terms: CharterTerms, kind: Effect['kind']): DecisionRuleTerms | null {
  const rule = terms.rules.find((candidate) => candidate.kind === kind) ?? DEFAULT_RULES[kind];
  return rule && methodFits(kind, rule.method) ? rule : null;
}

/**
 * Refuses terms that a co-op could not live under: another currency than its ledger's, no way left to amend the
 * charter, a rule whose method cannot decide its kind, or one purpose both allowed and prohibited.
 *
 * @throws EFFECT_INVALID
 */
export function requireLivable(terms: CharterTerms, current: CharterTerms): void {
  const refusal = unlivable(terms, current);
  if (refusal) throw ERRORS.EFFECT_INVALID.raise(refusal);
}

/** The reason why `terms` cannot follow `current`, or null. */
export function unlivable(terms: CharterTerms, current: CharterTerms): string | null {
  if (terms.revenuePolicy.currency !== current.revenuePolicy.currency) {
    return 'A charter cannot change the settlement currency: balances are held in it.';
  }
  if (!ruleFor(terms, 'CHARTER_AMENDMENT')) return 'A charter must keep a rule for its own amendment.';
  const misfit = terms.rules.find((rule) => (rule.kind === 'ELECTION') !== (rule.method === 'APPROVAL'));
  if (misfit) return `The method ${misfit.method} cannot decide ${misfit.kind}.`;
  const clash = terms.allowedPurposes.find((purpose) =>
    terms.prohibitedPurposes.some((p) => covers(p, purpose)),
  );
  if (clash) return `The charter allows ${clash} and prohibits it.`;
  return null;
}

/**
 * The terms that a passed amendment makes of the charter in force, or the reason why they can no longer be made.
 *
 * A whole new text replaces only the text that its voters read. A revenue policy is one clause: it may be laid over
 * a later charter, as long as that clause is still the one that its voters replaced.
 */
export function amended(
  effect: EffectOf<'CHARTER_AMENDMENT'> | EffectOf<'REVENUE_POLICY'>,
  base: Charter,
  current: Charter,
): { terms: CharterTerms } | { refusal: string } {
  if (effect.kind === 'CHARTER_AMENDMENT') {
    if (current.version !== base.version) return { refusal: changed(base, current) };
    return livable(effect.terms, current.terms);
  }
  if (!samePolicy(current.terms.revenuePolicy, base.terms.revenuePolicy)) {
    return { refusal: changed(base, current) };
  }
  return livable({ ...current.terms, revenuePolicy: effect.policy }, current.terms);
}

function livable(terms: CharterTerms, current: CharterTerms): { terms: CharterTerms } | { refusal: string } {
  const refusal = unlivable(terms, current);
  return refusal ? { refusal } : { terms };
}

function samePolicy(a: RevenuePolicyTerms, b: RevenuePolicyTerms): boolean {
  return canonicalize(a) === canonicalize(b);
}

function changed(base: Charter, current: Charter): string {
  return `CHARTER_CHANGED: voted on version ${base.version}, and version ${current.version} has changed the same clauses.`;
}

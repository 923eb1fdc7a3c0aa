import { toCharterTerms, toRevenuePolicy } from '../../kit/schema/charterInputs.js';
import { ERRORS } from '../domain/errors.js';
import type { SubmitProposalInput } from './inputs.js';

const PARTS = [
  'amendment',
  'revenuePolicy',
  'election',
  'resolution',
  'cancellation',
  'suspension',
  'reinstatement',
  'recovery',
] as const;
const PART_OF: Record<string, (typeof PARTS)[number]> = {
  CHARTER_AMENDMENT: 'amendment',
  REVENUE_POLICY: 'revenuePolicy',
  ELECTION: 'election',
  RESOLUTION: 'resolution',
  CANCELLATION: 'cancellation',
  SUSPENSION: 'suspension',
  REINSTATEMENT: 'reinstatement',
  RECOVERY: 'recovery',
};

/**
 * The part of the input that says what would be done, as the domain reads it. GraphQL knows no union of inputs, so
 * that there is one part and that it fits the kind is looked at here.
 *
 * @throws EFFECT_INVALID
 */
export function effectOf(input: SubmitProposalInput): Record<string, unknown> {
  const given = PARTS.filter((part) => input[part]);
  const wanted = PART_OF[input.kind];
  if (!wanted) return {};
  if (given.length !== 1 || given[0] !== wanted) {
    throw ERRORS.EFFECT_INVALID.raise(`${input.kind} takes \`${wanted}\` and no other part.`, {
      kind: input.kind,
    });
  }
  const { amendment, baseVersion, revenuePolicy } = input;
  const base = baseVersion ? { baseVersion } : {};
  if (wanted === 'amendment' && amendment) return { terms: toCharterTerms(amendment.terms), ...base };
  if (wanted === 'revenuePolicy' && revenuePolicy) return { policy: toRevenuePolicy(revenuePolicy), ...base };
  return { ...input[wanted] };
}

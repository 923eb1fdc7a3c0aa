import { registerEnumType } from 'type-graphql';
import { ALLOCATION_BASES, PROPOSAL_KINDS } from '../../kit/wire/charterTerms.js';
import { PROPOSAL_STATES } from '../domain/proposalState.js';

/** type-graphql wants an object where the domain has a list. */
function enumOf<Value extends string>(values: readonly Value[]): { readonly [V in Value]: V } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };
}

export const ProposalKindEnum = enumOf(PROPOSAL_KINDS);
export const AllocationBasisEnum = enumOf(ALLOCATION_BASES);
/** The public vocabulary names two states more than proposals can be in yet. */
export const ProposalStateEnum = enumOf([...PROPOSAL_STATES, 'PETITION', 'DRAFT']);
/** The whole public vocabulary; a charter can name SINGLE and APPROVAL. */
export const VotingMethodEnum = enumOf([
  'SINGLE',
  'APPROVAL',
  'QUADRATIC',
  'TOKEN_WEIGHTED',
  'RANKED_IRV',
  'RANKED_STV',
  'CONDORCET',
]);
export const ElectedRoleEnum = enumOf(['STEWARD']);

registerEnumType(ProposalKindEnum, {
  name: 'ProposalKind',
  description: 'What a proposal is about, and so by which rule it is decided.',
});
registerEnumType(AllocationBasisEnum, {
  name: 'AllocationBasis',
  description: 'What a member’s part of a pool is measured by.',
});
registerEnumType(ProposalStateEnum, {
  name: 'ProposalState',
  description: 'Where a proposal stands between being asked and being done.',
});
registerEnumType(VotingMethodEnum, {
  name: 'VotingMethod',
  description: 'How ballots are filled in and counted.',
});
registerEnumType(ElectedRoleEnum, { name: 'ElectedRole', description: 'An office that members elect.' });

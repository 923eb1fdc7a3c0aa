import { registerEnumType } from 'type-graphql';
import { PROPOSAL_STATES } from '../domain/proposalState.js';

/** type-graphql wants an object where the domain has a list. */
function enumOf<Value extends string>(values: readonly Value[]): { readonly [V in Value]: V } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };
}

/** The public vocabulary names two states more than proposals can be in yet. */
export const ProposalStateEnum = enumOf([...PROPOSAL_STATES, 'PETITION', 'DRAFT']);
export const ElectedRoleEnum = enumOf(['STEWARD']);

registerEnumType(ProposalStateEnum, {
  name: 'ProposalState',
  description: 'Where a proposal stands between being asked and being done.',
});
registerEnumType(ElectedRoleEnum, { name: 'ElectedRole', description: 'An office that members elect.' });

import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import type { ProposalOption } from '../domain/options.js';
import { MemberType, memberStub } from './stubs.type.js';

@ObjectType('ProposalOption', { description: 'One line of a ballot paper.' })
@PublicWithHolder()
export class ProposalOptionType {
  @Field(() => ID, { description: 'TypeID, `opt_…`: what a ballot names.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'FOR, AGAINST or ABSTAIN; for a candidate, the member’s id.' })
  @Access('public')
  label: string;

  @Field(() => MemberType, { nullable: true, description: 'Who stands; null for an answer.' })
  @Access('public')
  candidate: MemberType | null;
}

export function toOptionType({ id, label, candidate }: ProposalOption): ProposalOptionType {
  return { id, label, candidate: candidate === null ? null : memberStub(candidate) };
}

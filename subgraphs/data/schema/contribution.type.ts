import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { CidScalar, DateTimeScalar } from '../../kit/schema/scalars.js';
import { contributionState } from '../domain/contribution.js';
import type { Contribution, ContributionState } from '../domain/contribution.js';

const ContributionStateEnum = {
  STORED: 'STORED',
  WITHDRAWN: 'WITHDRAWN',
  ERASED: 'ERASED',
} as const satisfies Record<ContributionState, ContributionState>;
registerEnumType(ContributionStateEnum, {
  name: 'ContributionState',
  description: 'Whether a contribution is held.',
  valuesConfig: {
    STORED: { description: 'The vault holds it.' },
    WITHDRAWN: { description: 'Its member took it back; nothing is held.' },
    ERASED: { description: 'Its member had it erased; nothing is held.' },
  },
});

@ObjectType('Contribution', {
  description: 'Records that a member put into a dataset, encrypted in their wallet.',
})
export class ContributionType {
  memberId: string;
  datasetId: string;

  @Field(() => ID, { description: 'TypeID, `ctb_…`.' })
  @Access('self')
  id: string;

  @Field(() => CidScalar, { description: 'Address of the ciphertext: CIDv1, raw, SHA-256.' })
  @Access('self')
  cid: string;

  @Field(() => Int, {
    description: 'Rows, as the wallet declared them: no more are read. What counts is in `verification`.',
  })
  @Access('self')
  recordCount: number;

  @Field(() => DateTimeScalar, { description: 'When it was stored.' })
  @Access('self')
  contributedAt: Date;

  @Field(() => ContributionStateEnum, { description: 'Whether it is held.' })
  @Access('self')
  state: ContributionState;
}

export const ContributionConnection = ConnectionOf(ContributionType, 'Contribution');

export function toContributionType(contribution: Contribution): ContributionType {
  const { id, memberId, datasetId, cid, recordCount, contributedAt } = contribution;
  return { id, memberId, datasetId, cid, recordCount, contributedAt, state: contributionState(contribution) };
}

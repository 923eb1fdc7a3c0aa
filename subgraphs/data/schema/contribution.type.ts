import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { CidScalar, DateTimeScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { contributionState } from '../domain/contribution.js';
import type { ContributionState } from '../domain/contribution.js';
import type { AccessRecordRow } from '../store/accessRecordRow.js';
import type { ContributionRow } from '../store/contributionRow.js';

const ContributionStateEnum = {
  STORED: 'STORED',
  WITHDRAWN: 'WITHDRAWN',
  ERASED: 'ERASED',
} as const satisfies Record<ContributionState, ContributionState>;
registerEnumType(ContributionStateEnum, {
  name: 'ContributionState',
  description: 'Whether a contribution is held.',
});

@ObjectType('Contribution', {
  description: 'Records that a member put into a dataset, encrypted in their wallet.',
})
export class ContributionType {
  memberId: string;
  datasetId: string;

  @Field(() => ID, { description: 'TypeID ctb_….' })
  @Access('self')
  id: string;

  @Field(() => CidScalar, { description: 'Address of the ciphertext: CIDv1, raw, SHA-256.' })
  @Access('self')
  cid: string;

  @Field(() => Int, { description: 'Rows, as the wallet counted them.' })
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

@ObjectType('AccessRecord', {
  description: 'One use of a member’s records: a result that they were part of was released.',
})
export class AccessRecordType {
  memberId: string | null;
  datasetId: string;
  buyerId: string;

  @Field(() => ID, { description: 'TypeID acc_….' })
  @Access('self')
  id: string;

  @Field(() => ID, { description: 'The licence that it was made under.' })
  @Access('self')
  licenceId: string;

  @Field(() => ID, { description: 'The computation.' })
  @Access('self')
  jobId: string;

  @Field(() => PurposeScalar, { description: 'What for.' })
  @Access('self')
  purpose: string;

  @Field(() => Int, { description: 'The member’s rows that were computed on.' })
  @Access('self')
  records: number;

  @Field(() => DateTimeScalar, { description: 'When the result was released.' })
  @Access('self')
  at: Date;
}

export const AccessRecordConnection = ConnectionOf(AccessRecordType, 'AccessRecord');

export function toContributionType(row: ContributionRow): ContributionType {
  const { id, memberId, datasetId, cid, recordCount, contributedAt } = row;
  return { id, memberId, datasetId, cid, recordCount, contributedAt, state: contributionState(row) };
}

export function toAccessRecordType({
  cooperativeId: _cooperative,
  ...row
}: AccessRecordRow): AccessRecordType {
  return row;
}

import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import type { AccessRecord } from '../domain/accessRecord.js';

@ObjectType('AccessRecord', {
  description: 'One use of a member’s records: a result that they were part of was released.',
})
export class AccessRecordType {
  memberId: string | null;
  datasetId: string;
  buyerId: string;

  @Field(() => ID, { description: 'TypeID, `acc_…`.' })
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

export function toAccessRecordType(record: AccessRecord): AccessRecordType {
  const { id, memberId, datasetId, buyerId, licenceId, jobId, purpose, records, at } = record;
  return { id, memberId, datasetId, buyerId, licenceId, jobId, purpose, records, at };
}

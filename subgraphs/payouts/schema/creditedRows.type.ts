import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { BigIntScalar } from '../../kit/schema/scalars.js';
import type { CreditedRows } from '../domain/creditedRows.js';

@ObjectType('CreditedRows', {
  description:
    'What a member’s rows weigh where a pool is divided by QUANTITY. What became of each contribution’s rows is in its `verification`.',
})
export class CreditedRowsType implements CreditedRows {
  memberId: string;

  @Field(() => BigIntScalar, {
    description:
      'Rows of live contributions, as the compute worker counted them; never as a wallet declared them.',
  })
  @Access('self')
  counted: bigint;

  @Field(() => Int, { description: 'Rows of one member that weigh in one period, by the charter in force.' })
  @Access('self')
  countedMax: number;

  @Field(() => BigIntScalar, { description: 'Rows that weigh, if a period is closed now.' })
  @Access('self')
  credited: bigint;

  @Field(() => BigIntScalar, { description: 'Rows beyond the bound, which weigh nothing.' })
  @Access('self')
  capped: bigint;
}

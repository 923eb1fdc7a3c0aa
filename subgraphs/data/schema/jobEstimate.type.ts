import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { ExpectedError } from '../domain/aggregateErrors.js';
import { formatEpsilon } from '../domain/budget.js';
import type { JobEstimate } from '../service/estimateJob.js';

@ObjectType('ExpectedError', { description: 'How far noise will move a measure; exceeded 5 times in 100.' })
class ExpectedErrorType implements ExpectedError {
  @Field(() => String, { description: 'Name of the measure.' })
  @Access('public')
  name: string;

  @Field(() => String, { description: 'COUNT, SUM, MEAN or HISTOGRAM.' })
  @Access('public')
  kind: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Of the count, or of each bin, in rows; null for a sum.',
  })
  @Access('public')
  count: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of the sum, in the column’s unit; of a mean, of the sum of distances from the middle of its bounds.',
  })
  @Access('public')
  sum: number | null;
}

@ObjectType('JobEstimate', { description: 'What a job would cost and give. Nothing is spent by asking.' })
export class JobEstimateType {
  @Field(() => MoneyType, { description: 'Due if a result is released.' })
  @Access('public')
  cost: MoneyType;

  @Field(() => MoneyType, {
    description:
      'What is left for fees, minor units: paid in advance and not reserved, and what the charter lets you owe; below zero where more is owed.',
  })
  @Access('public')
  available: MoneyType;

  @Field(() => String, {
    nullable: true,
    description: 'The code with which submitting it now would be refused; null if it would be taken.',
  })
  @Access('public')
  refusal: string | null;

  @Field(() => String, { description: 'Privacy loss that submitting would debit, a decimal.' })
  @Access('public')
  epsilon: string;

  @Field(() => String, { description: 'What is left of the budget on this dataset now, a decimal.' })
  @Access('public')
  remaining: string;

  @Field(() => Boolean, { description: 'Whether the budget covers the job.' })
  @Access('public')
  affordable: boolean;

  @Field(() => Boolean, { description: 'Whether enough members have consented to such a use.' })
  @Access('public')
  cohortMet: boolean;

  @Field(() => Int, { description: 'Keys in the answer.' })
  @Access('public')
  keys: number;

  @Field(() => Int, { description: 'Rows of one member that would count.' })
  @Access('public')
  rowsPerMember: number;

  @Field(() => [ExpectedErrorType], { description: 'By measure.' })
  @Access('public')
  errors: readonly ExpectedError[];
}

export function toJobEstimateType(estimate: JobEstimate): JobEstimateType {
  const { epsilonMicro, remainingMicro, ...rest } = estimate;
  return {
    ...rest,
    epsilon: formatEpsilon(epsilonMicro),
    remaining: formatEpsilon(remainingMicro),
    affordable: epsilonMicro <= remainingMicro,
  };
}

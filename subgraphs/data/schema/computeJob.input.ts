import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { JSONScalar } from '../../kit/schema/scalars.js';

const SPEC = {
  description:
    'JSON: `groupBy` (at most two of `{column, categories?}`), `measures` (one to eight of `{kind: COUNT | SUM | MEAN | ' +
    'HISTOGRAM, column, bounds?: {min, max}, bins?, as?}`), `filter?` (at most eight of `{column, op: EQ | NE | LT | LE | ' +
    'GT | GE | IN, value}`, all of which hold), `rowsPerMember?`, `epsilon` (a decimal from 0.001 to 10).',
};

@InputType({ description: 'A computation to be estimated.' })
export class EstimateJobInput {
  @Field(() => ID, { description: 'The licence, whose buyer the viewer is.' })
  licence: string;

  @Field(() => JSONScalar, SPEC)
  spec: unknown;
}

@InputType({ description: 'A computation to be queued.' })
export class SubmitComputeJobInput {
  @Field(() => ID, { description: 'The licence, whose buyer the viewer is.' })
  licence: string;

  @Field(() => JSONScalar, SPEC)
  spec: unknown;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'A queued job to be taken back.' })
export class CancelComputeJobInput {
  @Field(() => ID, { description: 'The job.' })
  job: string;
}

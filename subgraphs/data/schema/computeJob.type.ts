import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, JSONScalar } from '../../kit/schema/scalars.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import type { AggregateAnswer } from '../domain/aggregateAnswer.js';
import { formatEpsilon } from '../domain/budget.js';
import type { ComputeKind, Job, JobState } from '../domain/job.js';
import { coarsenGates, type GateCounts } from '../domain/gates.js';

const ComputeKindEnum = { AGGREGATE: 'AGGREGATE' } as const satisfies Record<ComputeKind, ComputeKind>;
registerEnumType(ComputeKindEnum, {
  name: 'ComputeKind',
  description: 'What a job computes.',
  valuesConfig: { AGGREGATE: { description: 'Counts, sums, means and histograms by group, with noise.' } },
});

const JobStateEnum = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  RELEASED: 'RELEASED',
  REFUSED: 'REFUSED',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
} as const satisfies Record<JobState, JobState>;
registerEnumType(JobStateEnum, {
  name: 'JobState',
  description: 'How far a job has come.',
  valuesConfig: {
    QUEUED: { description: 'Its epsilon is debited; it waits for the worker.' },
    RUNNING: { description: 'The worker reads or computes.' },
    RELEASED: { description: 'Its result is out.' },
    REFUSED: { description: 'A gate stood in the way; its epsilon was given back.' },
    CANCELLED: { description: 'Its buyer took it back while it was queued; its epsilon was given back.' },
    FAILED: { description: 'It was tried and did not come to an end; its epsilon stays spent.' },
  },
});

@ObjectType('ComputeResult', { description: 'What a job released: every number in it has noise.' })
export class ComputeResultType implements AggregateAnswer {
  buyerId: string;

  @Field(() => JSONScalar, {
    description:
      'A list, one item for each key of the public lists: `key` (column to category), `values` (measure to a number, a ' +
      'list of numbers for a histogram, or null for a mean over nobody), `error95` (measure to the distance that noise ' +
      'exceeds 5 times in 100; null where it drowns the value). Counts may be negative: that is the noise.',
  })
  @Access('buyer')
  rows: AggregateAnswer['rows'];

  @Field(() => JSONScalar, {
    description: 'The measures: name, kind, column, bounds that values were clamped to, bins.',
  })
  @Access('buyer')
  measures: AggregateAnswer['measures'];

  @Field(() => String, { description: 'Privacy loss of the whole answer, a decimal.' })
  @Access('buyer')
  epsilon: string;

  @Field(() => Int, { description: 'Rows of one member that could count.' })
  @Access('buyer')
  rowsPerMember: number;

  @Field(() => String, { description: 'How the noise was made.' })
  @Access('buyer')
  method: string;
}

@ObjectType('GateCounts', { description: 'Records of the dataset by what became of them in a job.' })
export class GateCountsType implements GateCounts {
  @Field(() => Int, { description: 'All that were contributed.' })
  @Access('public')
  records: number;

  @Field(() => Int, {
    description: 'Of members without a consent in force for such a recipient and such columns.',
  })
  @Access('public')
  stoppedByConsent: number;

  @Field(() => Int, { description: 'Not covered by a decision of the co-op that is in force.' })
  @Access('public')
  stoppedByDecision: number;

  @Field(() => Int, { description: 'Of members whose consent does not cover the licence’s purpose.' })
  @Access('public')
  stoppedByPurpose: number;

  @Field(() => Int, { description: 'That did not open, or were taken back while the job ran.' })
  @Access('public')
  unreadable: number;

  @Field(() => Int, { description: 'Rows that did not fit the schema.' })
  @Access('public')
  invalid: number;

  @Field(() => Int, { description: 'That could count in the answer.' })
  @Access('public')
  used: number;

  @Field(() => Int, { description: 'Members whose records were used.' })
  @Access('public')
  members: number;
}

@ObjectType('ComputeJob', { description: ENTITIES.ComputeJob })
@GivenTo('buyerOrStewards')
@Directive('@key(fields: "id")')
export class ComputeJobType {
  cooperativeId: string;
  buyerId: string;
  licenceId: string;

  @Field(() => ID, { description: 'TypeID, `job_…`.' })
  @Access('buyerOrStewards')
  id: string;

  @Field(() => ComputeKindEnum, { description: 'What it computes.' })
  @Access('buyerOrStewards')
  kind: ComputeKind;

  @Field(() => JobStateEnum, { description: 'How far it has come.' })
  @Access('buyerOrStewards')
  state: JobState;

  @Field(() => JSONScalar, { description: 'The specification, as submitted.' })
  @Access('buyerOrStewards')
  spec: unknown;

  @Field(() => DateTimeScalar, { description: 'When it was submitted.' })
  @Access('buyerOrStewards')
  submittedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it came to its end; null before.' })
  @Access('buyerOrStewards')
  finishedAt: Date | null;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Due if a result is released; zero where the licence covers it.',
  })
  @Access('buyerOrStewards')
  cost: MoneyType | null;

  @Field(() => String, { nullable: true, description: 'Privacy loss that was debited, a decimal.' })
  @Access('buyerOrStewards')
  epsilon: string | null;

  @Field(() => ComputeResultType, {
    nullable: true,
    description: 'The answer, for its buyer alone; null before RELEASED.',
  })
  @Access('buyer')
  result: ComputeResultType | null;

  @Field(() => String, { nullable: true, description: 'Why it was REFUSED or FAILED: a code.' })
  @Access('buyerOrStewards')
  refusal: string | null;

  @Field(() => GateCountsType, {
    nullable: true,
    description:
      'Rounded down to tens, and zeros for a small cohort: differences of exact counts are disclosures.',
  })
  @Access('buyerOrStewards')
  gates: GateCountsType | null;

  @Field(() => GateCountsType, {
    nullable: true,
    description: 'The exact counts, for auditors of the co-op.',
  })
  @Access('auditors')
  exactGates: GateCountsType | null;
}

export const ComputeJobConnection = ConnectionOf(ComputeJobType, 'ComputeJob');

export function toComputeJobType(job: Job): ComputeJobType {
  const { cooperativeId, buyerId, licenceId, id, kind, state, spec, submittedAt, finishedAt, cost, refusal } =
    job;
  return {
    cooperativeId,
    buyerId,
    licenceId,
    id,
    kind,
    state,
    spec,
    submittedAt,
    finishedAt,
    cost,
    epsilon: formatEpsilon(job.epsilonMicro),
    result: job.result && { ...job.result, buyerId },
    refusal,
    gates: job.gates && coarsenGates(job.gates),
    exactGates: job.gates,
  };
}

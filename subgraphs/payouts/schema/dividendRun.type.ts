import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { AllocationBasisEnum } from '../../kit/schema/charterInputs.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType, TimeSpanType } from '../../kit/schema/shared.js';
import type { RunState } from '../domain/run.js';
import type { DividendRun } from '../domain/run.js';
import { dividedMinor } from '../domain/runPostings.js';
import { RunStateEnum } from './enums.js';
import { CooperativeType, cooperativeStub } from './stubs.type.js';

/** A run goes through its states within seconds, and then stays. */
export const RUN_SECONDS = 10;

@ObjectType('DividendRun', { description: 'The division of what one period brought. Its totals are public.' })
@Directive('@key(fields: "id")')
@PublicFor(RUN_SECONDS)
export class DividendRunType {
  @Field(() => ID, { description: 'TypeID, `run_…`.' })
  @Access('public')
  id: string;

  @Field(() => CooperativeType, { nullable: true, description: 'Whose period it is.' })
  @Access('public')
  cooperative: CooperativeType;

  @Field(() => TimeSpanType, { description: 'The period, half-open; each begins where the last one ended.' })
  @Access('public')
  period: TimeSpanType;

  @Field(() => MoneyType, { description: 'Paid invoices of the period, without tax and credits.' })
  @Access('public')
  revenue: MoneyType;

  @Field(() => MoneyType, { description: 'Costs recorded in the period.' })
  @Access('public')
  costs: MoneyType;

  @Field(() => MoneyType, { description: 'Put into the reserve; below zero when it covered a loss.' })
  @Access('public')
  reserve: MoneyType;

  @Field(() => MoneyType, { description: 'Given to the commons.' })
  @Access('public')
  commons: MoneyType;

  @Field(() => MoneyType, { description: 'Reinvested in the co-op.' })
  @Access('public')
  reinvested: MoneyType;

  @Field(() => MoneyType, { description: 'Divided among the members: the sum of the dividends.' })
  @Access('public')
  pool: MoneyType;

  @Field(() => MoneyType, { description: 'Losses that this period leaves to the next ones.' })
  @Access('public')
  deficit: MoneyType;

  @Field(() => MoneyType, {
    description:
      'What waits for a later period: money in which nobody has a weight, or a licence’s before its first use.',
  })
  @Access('public')
  undivided: MoneyType;

  @Field(() => Int, { description: 'Version of the charter whose revenue policy it follows.' })
  @Access('public')
  policyVersion: number;

  @Field(() => AllocationBasisEnum, { description: 'What each member’s part was measured by.' })
  @Access('public')
  basis: string;

  @Field(() => Int, { description: 'Members among whom the pool was divided.' })
  @Access('public')
  memberCount: number;

  @Field(() => RunStateEnum, { description: 'How far it has come.' })
  @Access('public')
  state: RunState;

  @Field(() => String, {
    nullable: true,
    description:
      'Root over the dividends and over what each licence brought, lowercase hex; null before they are allocated, and of none.',
  })
  @Access('public')
  proofRoot: string | null;
}

export const DividendRunConnection = PublicConnectionOf(DividendRunType, 'DividendRun');

export function toDividendRunType(run: DividendRun): DividendRunType {
  const of = (amountMinor: bigint): MoneyType => money(amountMinor, run.currency);
  return {
    id: run.id,
    cooperative: cooperativeStub(run.cooperativeId),
    period: { from: run.from, until: run.until },
    revenue: of(run.revenueMinor),
    costs: of(run.costsMinor),
    reserve: of(run.reserveMinor - run.fromReserveMinor),
    commons: of(run.commonsMinor),
    reinvested: of(run.reinvestedMinor),
    pool: of(dividedMinor({ ...run, runId: run.id })),
    deficit: of(run.deficitAfterMinor),
    undivided: of(run.undividedAfterMinor),
    policyVersion: run.policyVersion,
    basis: run.basis,
    memberCount: run.memberCount,
    state: run.state,
    proofRoot: run.proofRoot,
  };
}

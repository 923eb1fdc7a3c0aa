import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { AdvanceClockInput } from './clock.input.js';
import { ClockType } from './clock.type.js';
import type { Context } from './context.js';

/** The one clock of all services. */
@Resolver()
export class ClockResolver {
  @Query(() => ClockType, { description: 'What time it is here.' })
  @Access('public')
  clock(@Ctx() { services }: Context): Promise<ClockType> {
    return services.clock();
  }

  @Mutation(() => ClockType, {
    description:
      'Moves the clock of all services forward, never back: by an operator, in an installation that runs as a demo (DEMO=true).',
  })
  @Access('operator')
  advanceClock(
    @Arg('input', () => AdvanceClockInput) input: AdvanceClockInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ClockType> {
    return services.advanceClock(viewer, input);
  }
}

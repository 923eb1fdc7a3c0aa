import type { SubscribeResolverData } from 'type-graphql';
import type { SubscriptionContext } from '../service/context.js';

/**
 * What a subscription field waits for: changes of the subject whose id its argument `id` holds. The field itself then
 * reads that subject as its query does, at once and after each change.
 */
export function watchingId({
  args,
  context,
}: SubscribeResolverData<unknown, { id: string }, SubscriptionContext>): AsyncGenerator<undefined> {
  return context.changesOf(args.id);
}

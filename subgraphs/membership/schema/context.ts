import type { RequestContext } from '../../kit/service/context.js';
import type { Member } from '../domain/member.js';
import type { Suspension } from '../domain/suspension.js';
import type { MembershipServices } from '../service/index.js';

export type Context = RequestContext<MembershipServices>;

/** The stewards in office of a co-op, read together with those of the others that this request asks for. */
export function loadStewards({ loader, services }: Context, cooperativeId: string): Promise<Member[]> {
  return loader<string, Member[]>('stewards', (ids) => services.cooperatives.stewards(ids)).load(
    cooperativeId,
  );
}

/** One now for a whole answer. */
export function loadNow({ loader, services }: Context): Promise<Date> {
  return loader<'now', Date>('now', async (keys) => {
    const { now } = await services.clock();
    return keys.map(() => now);
  }).load('now');
}

/** The newest suspension of a member, read together with those of the others that this request asks for. */
export function loadSuspension(
  { loader, services }: Context,
  cooperativeId: string,
  memberId: string,
): Promise<Suspension | null> {
  return loader<string, Suspension | null>('suspension', (keys) =>
    services.suspensions.newest(
      keys.map((key) => {
        const [cooperative, member] = key.split(' ');
        return { cooperativeId: cooperative!, memberId: member! };
      }),
    ),
  ).load(`${cooperativeId} ${memberId}`);
}

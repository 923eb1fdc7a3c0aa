import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { byCooperative } from '../../kit/store/byCooperative.js';
import type { Store } from '../../kit/store/store.js';
import { isInOffice } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import type { MemberStanding } from '../domain/standing.js';
import { countMembers, findMembers, listMembers } from '../store/memberStore.js';

/** Members, as others may know of them. */
export function readMembers(store: Store) {
  return {
    /**
     * Those whom the viewer may know of: themselves, everybody in a co-op that they belong to, and the stewards in
     * office anywhere. The others look as if they did not exist, and are looked for in the same way and time.
     *
     * @returns in the order of the ids, null for the others.
     */
    async byIds(viewer: Viewer, ids: readonly string[]): Promise<(Member | null)[]> {
      const standings = await viewer.standings();
      return byCooperative(store, ids, async (tx, cooperativeId, here) => {
        const own = standings.find((standing) => standing.cooperativeId === cooperativeId) ?? null;
        const belongs = own !== null && own.standing !== 'APPLIED' && own.standing !== 'EXITED';
        const found = await findMembers(tx, cooperativeId, here);
        return found.filter(
          (member) => belongs || member.id === own?.memberId || isInOffice(member, 'STEWARD', tx.now),
        );
      });
    },
    /** A page of a co-op's members, oldest first, one more than asked for, with the number of all. */
    page(
      cooperativeId: string,
      standing: MemberStanding | null,
      page: PageRequest,
    ): Promise<{ found: Member[]; total: number }> {
      return store.transaction({ cooperative: cooperativeId }, async (tx) => ({
        found: await listMembers(tx, cooperativeId, standing, page),
        total: await countMembers(tx, cooperativeId, standing),
      }));
    },
  };
}

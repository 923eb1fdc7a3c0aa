import { ContributionWithdrawn, MemberLeft } from '../../kit/contracts/entries/data.js';
import * as membership from '../../kit/contracts/entries/membership.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import type { DataServices } from '../service/index.js';

/** A member leaves the co-op: what they gave is withdrawn, and membership is told that this part is done. */
export function leaving({ releaseMember }: Pick<DataServices, 'releaseMember'>): Reaction[] {
  return [
    on(
      membership.MemberExiting,
      ['memberId', 'standing'],
      async (tx, { memberId, standing }, { cooperative }) => {
        const withdrawn = await releaseMember(tx, {
          cooperativeId: cooperative,
          memberId,
          did: standing.did,
        });
        // What is withdrawn weighs nothing any more, also for somebody who comes back.
        for (const { id: contribution, datasetId: dataset } of withdrawn) {
          tx.append(ContributionWithdrawn, {
            cooperative,
            actorRole: 'SERVICE',
            subject: memberId,
            private: { contribution, dataset, memberId },
          });
        }
        tx.append(MemberLeft, {
          cooperative,
          actorRole: 'SERVICE',
          subject: memberId,
          private: { memberId },
        });
      },
    ),
  ];
}

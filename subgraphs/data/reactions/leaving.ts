import { z } from 'zod';
import { standingSchema } from '../../kit/identity/projection.js';
import type { Reaction } from '../../kit/journal/reactions.js';
import type { DataServices } from '../service/index.js';

const exitingSchema = z.object({ memberId: z.string(), standing: standingSchema });

/** A member leaves the co-op: what they gave is withdrawn, and membership is told that this part is done. */
export function leaving({ releaseMember }: Pick<DataServices, 'releaseMember'>): Reaction[] {
  return [
    {
      source: 'membership',
      on: 'MemberExiting',
      async handle(tx, { cooperative, values }) {
        const exiting = exitingSchema.safeParse(values);
        if (!exiting.success) return;
        const { memberId, standing } = exiting.data;
        await releaseMember(tx, { cooperativeId: cooperative, memberId, did: standing.did });
        tx.append({
          type: 'MemberLeft',
          cooperative,
          actorRole: 'SERVICE',
          subject: memberId,
          values: { memberId },
        });
      },
    },
  ];
}

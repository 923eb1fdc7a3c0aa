import type { DataPorts } from './ports.js';
import { lockLicence } from './withNegotiation.js';
import { terminate } from './terminateLicence.js';

/** A decision made in time may still be on its way through the journal when the acceptance ends. */
const GRACE_SECONDS = 3_600;
const ROUND_MAX = 50;

/** Ends licences that nobody decided by the date until which the buyer's acceptance stands. */
export async function lapseAcceptances({ store }: Pick<DataPorts, 'store'>): Promise<void> {
  const due = await store.transaction({ reader: 'decisions' }, (tx) =>
    tx.query<{ id: string; cooperative: string }>(
      `select id, cooperative_id as cooperative from licence
       where state = 'ACCEPTED' and decision is null and decide_by + make_interval(secs => $1) <= $2
       order by id limit ${ROUND_MAX}`,
      [GRACE_SECONDS, tx.now],
    ),
  );
  for (const { id, cooperative } of due) {
    await store.transaction({ cooperative }, async (tx) => {
      const licence = await lockLicence(tx, cooperative, id);
      if (licence?.state !== 'ACCEPTED' || licence.decision || licence.decideBy! > tx.now) return;
      await terminate(tx, licence, 'NOT_DECIDED_IN_TIME', { party: 'COOPERATIVE' });
    });
  }
}

import type { Store } from '../../../kit/store/store.js';
import type { AggregatePlan } from '../../domain/aggregatePlan.js';
import { readEligible, type LiveConsent } from '../../store/eligibleStore.js';
import type { JobTerms } from '../../store/jobTermsStore.js';
import { countedRows } from '../../store/rowKeyStore.js';
import { loadMember, type RecordPorts } from '../records/loadMember.js';
import type { AdmittedMember, MemberLoad } from '../records/memberLoad.js';
import type { Lease } from './lease.js';

export interface LoadPorts extends RecordPorts {
  readonly store: Store;
}

/** An epoch lasts a day: a wrap that moves under a job moves once, twice in an odd case. */
const READINGS_MAX = 3;

/**
 * Opens the records of those members. A wrap may be sealed anew, and the key that it was sealed with destroyed, while
 * a job reads: who does not open is looked at again, and left out only if nothing has moved.
 *
 * @param admitMore - throws once the rows so far are more than a job may hold.
 */
export async function loadMembers(
  ports: LoadPorts,
  lease: Lease,
  job: { readonly plan: AggregatePlan; readonly terms: JobTerms },
  admitted: readonly AdmittedMember[],
  admitMore: (rows: number) => void,
): Promise<MemberLoad[]> {
  const loads: MemberLoad[] = [];
  const counted = job.terms.dataset.rowKey
    ? await readCounted(ports.store, lease, admitted)
    : new Map<string, ReadonlySet<number>>();
  let rows = 0;
  let waiting = admitted;
  for (let reading = 0; waiting.length > 0 && reading < READINGS_MAX; reading += 1) {
    const unopened: AdmittedMember[] = [];
    for (const member of waiting) {
      const load = await loadMember(ports, { ...job, counted }, member);
      if (load) loads.push(load);
      else unopened.push(member);
      rows += load?.validRows ?? 0;
      admitMore(rows);
    }
    waiting = unopened.length > 0 ? await moved(ports.store, lease, job.terms.datasetId, unopened) : [];
  }
  return loads;
}

function readCounted(store: Store, { cooperativeId }: Lease, admitted: readonly AdmittedMember[]) {
  const ids = admitted.flatMap(({ member }) => member.contributions.map(({ id }) => id));
  return store.transaction({ cooperative: cooperativeId }, (tx) => countedRows(tx, ids));
}

/** Those of them whose wrap is another one by now, with it. */
async function moved(
  store: Store,
  { cooperativeId }: Lease,
  datasetId: string,
  unopened: readonly AdmittedMember[],
): Promise<AdmittedMember[]> {
  const members = await store.transaction({ cooperative: cooperativeId }, (tx) =>
    readEligible(tx, datasetId),
  );
  const now = new Map<string, LiveConsent>(
    members.flatMap(({ consents }) => consents).map((consent) => [consent.id, consent]),
  );
  return unopened.flatMap(({ member, consent }) => {
    const current = now.get(consent.id);
    return current && !current.sealed.equals(consent.sealed) ? [{ member, consent: current }] : [];
  });
}

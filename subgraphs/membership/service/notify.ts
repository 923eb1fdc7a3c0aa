import type { Tx } from '../../kit/store/tx.js';
import { dataUsed } from '../domain/notification.js';
import type { Notice } from '../domain/notification.js';
import { isInOffice } from '../domain/member.js';
import { electorsFor } from '../store/electorateStore.js';
import { findEver, findMembers } from '../store/memberStore.js';
import { notify } from '../store/notificationStore.js';
import { findOrganizations } from '../store/organizationStore.js';

/** Tells everybody who may vote on a proposal. */
export async function notifyElectorate(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  notice: Notice,
): Promise<void> {
  const electors = await electorsFor(tx, cooperativeId, proposalId);
  await notify(
    tx,
    cooperativeId,
    electors.map(({ did }) => ({ recipientDid: did, notice })),
  );
}

export async function notifyStewards(tx: Tx, cooperativeId: string, notice: Notice): Promise<void> {
  const stewards = await findEver(tx, cooperativeId, 'STEWARD');
  const inOffice = stewards.filter((member) => isInOffice(member, 'STEWARD', tx.now));
  await notify(
    tx,
    cooperativeId,
    inOffice.map(({ did }) => ({ recipientDid: did, notice })),
  );
}

export async function notifyMember(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  notice: Notice,
): Promise<void> {
  const members = await findMembers(tx, cooperativeId, [memberId]);
  await notify(
    tx,
    cooperativeId,
    members.map(({ did }) => ({ recipientDid: did, notice })),
  );
}

export async function notifyOrganization(
  tx: Tx,
  cooperativeId: string,
  id: string,
  notice: Notice,
): Promise<void> {
  const organizations = await findOrganizations(tx, [id]);
  await notify(
    tx,
    cooperativeId,
    organizations.map(({ did }) => ({ recipientDid: did, notice })),
  );
}

export interface Use {
  readonly memberId: string;
  readonly records: number;
}

/** Tells each member how many records of theirs a computation used. */
export async function notifyUses(
  tx: Tx,
  cooperativeId: string,
  jobId: string,
  uses: readonly Use[],
): Promise<void> {
  const members = await findMembers(
    tx,
    cooperativeId,
    uses.map((use) => use.memberId),
  );
  const dids = new Map(members.map(({ id, did }) => [id as string, did]));
  const notices = uses.flatMap(({ memberId, records }) => {
    const recipientDid = dids.get(memberId);
    return recipientDid ? [{ recipientDid, notice: dataUsed(jobId, records) }] : [];
  });
  await notify(tx, cooperativeId, notices);
}

import { ElectorateFixed } from '../../kit/contracts/entries/membership.js';
import { newId } from '../../kit/domain/ids.js';
import { eraseWhatServed } from '../../kit/journal/erase.js';
import type { Tx } from '../../kit/store/tx.js';
import { fixElectorate as fix } from '../domain/electorate.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { insertElectorate } from '../store/electorateStore.js';
import { electorsOf } from '../store/memberStore.js';

/**
 * Answers governance, which wants to open a vote: fixes who may take part, once a proposal. The co-op's lock puts
 * it between two changes of who is a member.
 */
export async function fixElectorate(tx: Tx, cooperativeId: string, proposalId: string): Promise<void> {
  await lockCooperative(tx, cooperativeId);
  const electorate = fix(await electorsOf(tx, cooperativeId));
  const id = newId('ele');
  if (!(await insertElectorate(tx, cooperativeId, id, proposalId, electorate))) return;
  const { root, size, members } = electorate;
  tx.append(ElectorateFixed, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    subject: proposalId,
    public: { root },
    private: { electorate: id, proposal: proposalId, root, size, members: [...members] },
  });
}

/**
 * Governance has opened the vote or given it up: it has its electors. The entry that named them all to it is about
 * everybody at once, so it goes now rather than with the first who asks to be erased; its leaf and root stay.
 */
export function forgetElectors(tx: Tx, proposalId: string): Promise<void> {
  return eraseWhatServed(tx, proposalId);
}

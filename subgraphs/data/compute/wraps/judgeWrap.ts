import { ConsentOpened, ConsentSetAside } from '../../../kit/contracts/entries/data.js';
import type { Tx } from '../../../kit/store/tx.js';
import type { HeldWrap } from '../../store/heldWrapStore.js';
import { saveOpened, saveSetAside, saveTried } from '../../store/heldWrapStore.js';
import type { Attempt } from './tryWrap.js';

/**
 * Keeps and journals what an attempt says of a wrap. One that opened stays counted; one that does not is set aside for
 * good, and its member is told; one of which nothing can be told waits.
 */
export async function judgeWrap(tx: Tx, held: HeldWrap, attempt: Attempt): Promise<void> {
  const { consentId: consent, memberId, datasetId: dataset } = held;
  const about = {
    cooperative: held.cooperativeId,
    actorRole: 'SERVICE',
    subject: memberId,
    private: { consent, memberId, dataset },
  } as const;
  switch (attempt.kind) {
    case 'OPENED':
      if (held.wasOpened) return;
      await saveOpened(tx, consent);
      tx.append(ConsentOpened, about);
      return;
    case 'UNREADABLE':
      await saveSetAside(tx, consent);
      tx.append(ConsentSetAside, about);
      return;
    case 'UNKNOWN':
      await saveTried(tx, consent);
  }
}

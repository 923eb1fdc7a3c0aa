import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import { currentCharter, insertCharter } from '../store/charterStore.js';
import { journalCharter } from './journalEntries.js';

/** Enacts version 1: the terms under which a co-op was founded. Every later version is voted. */
export async function enactFoundingCharter(tx: Tx, cooperative: string, terms: CharterTerms): Promise<void> {
  if (await currentCharter(tx, cooperative)) return;
  const charter = { id: newId('chr'), cooperative, version: 1, terms, effectiveAt: tx.now };
  journalCharter(tx, charter, await insertCharter(tx, charter, null), null);
}

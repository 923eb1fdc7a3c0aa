import type { EffectOf } from '../../kit/contracts/effects.js';
import type { Table } from '../../kit/contracts/licenceTerms.js';
import type { Tx } from '../../kit/store/tx.js';
import { shownEffect } from '../domain/shownTerms.js';
import { putToVote } from './putToVote.js';

export interface AcceptedLicence extends Omit<EffectOf<'LICENCE'>, 'kind' | 'publishedOfferDigest'> {
  decideBy: Date;
  /** Undefined in an entry from before terms were shown. */
  terms: Table | undefined;
}

/** Asks the members about an offer that a buyer has signed, showing them what it says. */
export async function putLicenceToVote(
  tx: Tx,
  cooperative: string,
  { decideBy, terms, ...accepted }: AcceptedLicence,
): Promise<void> {
  const { effect, fault } = shownEffect({ kind: 'LICENCE', ...accepted }, terms);
  const draft = {
    cooperative,
    title: `Licence for ${accepted.purpose}`,
    body: 'A buyer has signed an offer of this co-op. If this passes, the offer becomes the agreement.',
    effect,
    decideBy,
  };
  await putToVote(tx, terms && !fault ? { ...draft, terms } : draft, fault);
}

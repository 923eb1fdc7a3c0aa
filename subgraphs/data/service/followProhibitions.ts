import { LicenceProhibited, LicenceProhibitionLifted } from '../../kit/contracts/entries/data.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { judgeByCharter } from '../domain/charter.js';
import type { Charter } from '../domain/charter.js';
import type { Licence } from '../domain/licence.js';
import { isOverByNotice, withNotice } from '../domain/prohibition.js';
import { currentCharter } from '../store/charterStore.js';
import {
  holdLicence,
  holdLiving,
  livingPurposes,
  noticedLicences,
  saveLicence,
} from '../store/licenceStore.js';
import { terminate } from './terminateLicence.js';
import { offerOf } from './withNegotiation.js';

/** Looked at in one round; more wait for the next. */
const ROUND_MAX = 50;

/**
 * A charter has come into force. What it no longer allows ends: a negotiation at once, a licence in force after the notice
 * that its agreement names. What it allows again goes on. Payouts refunds what is not used when it reads of the end.
 *
 * @see ../decisions/0007-a-later-prohibition.md
 */
export async function followProhibitions(tx: Tx, { cooperativeId, terms }: Charter): Promise<void> {
  for (const purpose of await livingPurposes(tx, cooperativeId)) {
    const verdict = judgeByCharter(terms, purpose);
    for (const licence of await holdLiving(tx, cooperativeId, purpose)) {
      if (verdict.kind === 'ALLOWED') await lift(tx, licence);
      else await prohibit(tx, licence, `PURPOSE_${verdict.kind}`);
    }
  }
}

async function prohibit(tx: Tx, licence: Licence, reason: string): Promise<void> {
  if (licence.state !== 'FINALIZED') {
    return terminate(tx, licence, reason, { party: 'COOPERATIVE' }, 'PROHIBITED');
  }
  const { prohibitionNoticeDays } = await offerOf(tx, licence);
  const noticed = withNotice(licence, prohibitionNoticeDays, tx.now);
  if (!noticed) return;
  await saveLicence(tx, noticed);
  const endsAt = noticed.noticeUntil!.toISOString();
  tx.append(LicenceProhibited, { ...about(licence), private: { ...named(licence), reason, endsAt } });
}

async function lift(tx: Tx, licence: Licence): Promise<void> {
  if (!licence.noticeUntil) return;
  await saveLicence(tx, { ...licence, noticeUntil: null });
  tx.append(LicenceProhibitionLifted, { ...about(licence), private: named(licence) });
}

function about({ cooperativeId: cooperative }: Licence) {
  return { cooperative, actorRole: 'SERVICE' } as const;
}

function named({ id: licence, datasetId: dataset, buyerId: buyer }: Licence) {
  return { licence, dataset, buyer };
}

/** Ends licences whose notice has run out, by the clock of the service. */
export function endProhibited(store: Store) {
  return async (): Promise<void> => {
    const due = await store.transaction({ reader: 'notices' }, (tx) => noticedLicences(tx, ROUND_MAX));
    for (const { cooperativeId, id } of due) {
      await store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const licence = await holdLicence(tx, cooperativeId, id);
        if (!licence || !isOverByNotice(licence, tx.now)) return;
        const charter = await currentCharter(tx, cooperativeId);
        const verdict = charter && judgeByCharter(charter.terms, licence.purpose);
        const reason = verdict?.kind === 'NOT_ALLOWED' ? 'PURPOSE_NOT_ALLOWED' : 'PURPOSE_PROHIBITED';
        await terminate(tx, licence, reason, { party: 'COOPERATIVE' }, 'PROHIBITED');
      });
    }
  };
}

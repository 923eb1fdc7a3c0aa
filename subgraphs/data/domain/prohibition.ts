import { LICENSING_DEFAULT } from '../../kit/contracts/licensing.js';
import type { Licence } from './licence.js';

const DAY_MS = 86_400_000;

/**
 * A licence in force whose purpose the members have prohibited, with the instant at which it ends: as agreed, counted from
 * when this service hears of it. A notice that was given stands. Null where nothing follows: its term ends first.
 *
 * @param agreedDays - of the offer that was agreed on; null of one from before it said so, for which the default holds.
 */
export function withNotice(licence: Licence, agreedDays: number | null, now: Date): Licence | null {
  const { validUntil } = licence;
  if (licence.noticeUntil || !validUntil) return null;
  const days = agreedDays ?? LICENSING_DEFAULT.prohibitionNoticeDays;
  const noticeUntil = new Date(now.getTime() + days * DAY_MS);
  return noticeUntil < validUntil ? { ...licence, noticeUntil } : null;
}

/** Whether its notice has run out. */
export function isOverByNotice({ state, noticeUntil }: Licence, now: Date): boolean {
  return state === 'FINALIZED' && noticeUntil !== null && now >= noticeUntil;
}

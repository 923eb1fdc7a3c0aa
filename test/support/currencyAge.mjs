import { readFileSync } from 'node:fs';

const LIST = new URL('../../subgraphs/kit/domain/currencies.ts', import.meta.url);
const DAY_MS = 86_400_000;

/**
 * Whether the list of currencies is old, by the date that it gives itself; nothing is asked of the network. A warning and
 * no failure: a list of last year is right of nearly every currency, and a check that turns red by the calendar stops
 * people who have changed something else.
 *
 * @param {Date} now
 * @returns {string | null} what to do about it; null while it is not old.
 */
export function ageOfCurrencies(now) {
  const text = readFileSync(LIST, 'utf8');
  const [, publishedOn, amendment] = /publishedOn: '([\d-]+)', amendment: (\d+)/.exec(text) ?? [];
  const [, daysMax] = /LIST_DAYS_MAX = (\d+)/.exec(text) ?? [];
  if (!publishedOn || !daysMax) throw new Error('the list of currencies does not say how old it is');
  const days = Math.floor((now.getTime() - Date.parse(publishedOn)) / DAY_MS);
  if (days <= Number(daysMax)) return null;
  return `The list of currencies is of ${publishedOn} (amendment ${amendment}), ${days} days ago: compare subgraphs/kit/domain/currencies.ts with ISO 4217's list one and set its date.`;
}

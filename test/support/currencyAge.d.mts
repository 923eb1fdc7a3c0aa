/** What to do about a list of currencies that is old; null while it is not. */
export function ageOfCurrencies(now: Date): string | null;

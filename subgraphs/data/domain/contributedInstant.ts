/** ISO 8601's extended form: a calendar date, or a date and a time of day with its offset from UTC. */
const FORM = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d)))?$/;

const HOURS_MAX = 23;
const SIXTY_MAX = 59;
/** No place on Earth is further from UTC than 14 hours. */
const OFFSET_HOURS_MAX = 14;

/**
 * Does a text name an instant by ISO 8601, or a day, which stands for its first instant in UTC?
 *
 * A time without an offset is none, for nobody can say when it was. Date would take any word that ends in a number.
 */
export function isContributedInstant(text: string): boolean {
  const match = FORM.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second, offsetHours, offsetMinutes] = match.slice(1).map(part);
  return (
    isDay(year!, month!, day!) &&
    hour! <= HOURS_MAX &&
    minute! <= SIXTY_MAX &&
    second! <= SIXTY_MAX &&
    offsetHours! <= OFFSET_HOURS_MAX &&
    offsetMinutes! <= SIXTY_MAX
  );
}

function part(digits: string | undefined): number {
  return Number(digits ?? 0);
}

/** The 30th of February would roll over to a day of March. */
function isDay(year: number, month: number, day: number): boolean {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

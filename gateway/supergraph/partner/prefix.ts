/**
 * A partner's prefix is the first word of all its names: a capital, then small letters and digits. So a name has one
 * prefix only, and no partner's prefix can be the beginning of another's.
 */
export const PREFIX = /^[A-Z][a-z0-9]{2,23}$/;

/** `AcmeRating` is of `Acme`; `Acmerating`, `Acme2` and `Acme__Rating` are not. */
export function isTypeOf(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && endsWord(name, prefix.length);
}

/** `acmeRating` is of `Acme`. */
export function isFieldOf(prefix: string, name: string): boolean {
  return name.startsWith(fieldPrefix(prefix)) && endsWord(name, prefix.length);
}

export function fieldPrefix(prefix: string): string {
  return prefix[0]!.toLowerCase() + prefix.slice(1);
}

function endsWord(name: string, length: number): boolean {
  // Two underscores part the names that the federation itself makes.
  return /^([A-Z_]|$)/.test(name.slice(length)) && !name.includes('__');
}

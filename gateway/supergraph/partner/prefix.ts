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

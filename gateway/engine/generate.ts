/**
 * Makes a function of code. Property reads that are written out run several times as fast as those by a variable, and
 * the operations of clients are run many times over.
 *
 * Nothing may get into the code but names of the GraphQL grammar, JSON texts and numbers of ours.
 *
 * @param name - of the function, by which profiles know it.
 * @param expression - the function.
 * @param given - what the code may use, by name.
 * @param before - statements that the function needs before it.
 */
export function generate<T>(
  name: string,
  expression: string,
  given: Readonly<Record<string, unknown>>,
  before = '',
): T {
  const body = `'use strict';${before}const ${name} = ${expression};return ${name};`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that is what this is for
  const make = new Function(...Object.keys(given), body) as (...values: unknown[]) => T;
  return make(...Object.values(given));
}

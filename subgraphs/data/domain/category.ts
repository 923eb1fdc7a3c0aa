/**
 * The place of a value among the public categories of a column; below zero where it is none of them. Both are compared in
 * Unicode form C: some keyboards and file systems write an accent as a letter of its own.
 */
export function categoryIndex(categories: readonly string[], value: string): number {
  const found = categories.indexOf(value);
  if (found >= 0) return found;
  const form = value.normalize('NFC');
  return categories.findIndex((category) => category.normalize('NFC') === form);
}

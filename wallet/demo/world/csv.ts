import { readFileSync } from 'node:fs';

/** One line of a file: header name to text; an empty text is a missing value. */
export type CsvRow = Readonly<Record<string, string>>;

/** Reads one of the demo's files. None of them quotes a field, so a comma always parts two. */
export function readCsv(path: string): CsvRow[] {
  const text = readFileSync(new URL(`../data/${path}`, import.meta.url), 'utf8');
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    if (fields.length !== names.length)
      throw new Error(`${path} has a line of ${fields.length} fields: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, fields[index]!]));
  });
}

export function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}

/** The word for a code; null for a missing value and for a code that the list leaves out, such as "refused". */
export function decoded(words: Readonly<Record<number, string>>, code: string | undefined): string | null {
  const number = numberOrNull(code);
  return number === null ? null : (words[number] ?? null);
}

/** What a record holds under a name that somebody chose: `constructor` is a name like others, and found in every object. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

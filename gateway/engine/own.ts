/** Whether every object has something under that name, also one of which nothing was said. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** What a record holds under a name that somebody chose: `constructor` is a name like others, and found in every object. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

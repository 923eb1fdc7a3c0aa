/** A place in an answer, by the client's own keys; undefined for the whole of it. */
export interface Path {
  readonly above: Path | undefined;
  readonly key: string | number;
}

/** From the top down. */
export function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.above) keys.push(at.key);
  return keys.reverse();
}

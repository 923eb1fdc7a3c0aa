/** What each connection has of its own, what the form of a request fixes, and what we say ourselves. */
const OURS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'passport',
  'request-id',
  'te',
  'timeout-ms',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/**
 * Reads which of a client's headers the subgraphs may see.
 *
 * @param names - the setting FORWARD_HEADERS.
 * @returns the same in lower case.
 * @throws Error naming each header that cannot be forwarded.
 */
export function forwardedNames(names: readonly string[]): readonly string[] {
  const wanted = names.map((name) => name.toLowerCase());
  const wrong = wanted.filter(
    (name) => OURS.has(name) || name.startsWith('proxy-') || !HEADER_NAME.test(name),
  );
  if (wrong.length > 0) throw new Error(`FORWARD_HEADERS: these are not forwarded: ${wrong.join(', ')}`);
  return wanted;
}

/** Picks those from a client's headers; it gives undefined where none are forwarded. */
export function forwarding(
  wanted: readonly string[],
): (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>> | undefined {
  if (wanted.length === 0) return () => undefined;
  return (headers) =>
    Object.fromEntries(
      wanted.filter((name) => Object.hasOwn(headers, name)).map((name) => [name, headers[name]!]),
    );
}

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
 * Picks, from a client's headers, those that the subgraphs may see.
 *
 * @param names - the setting FORWARD_HEADERS.
 * @returns what picks; it gives undefined where none are forwarded.
 * @throws Error naming each header that cannot be forwarded.
 */
export function forwarding(
  names: readonly string[],
): (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>> | undefined {
  const wanted = names.map((name) => name.toLowerCase());
  const wrong = wanted.filter(
    (name) => OURS.has(name) || name.startsWith('proxy-') || !HEADER_NAME.test(name),
  );
  if (wrong.length > 0) throw new Error(`FORWARD_HEADERS: these are not forwarded: ${wrong.join(', ')}`);
  if (wanted.length === 0) return () => undefined;
  return (headers) =>
    Object.fromEntries(
      wanted.flatMap((name) => {
        const value = headers[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
}

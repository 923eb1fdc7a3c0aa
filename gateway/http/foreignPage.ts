type Headers = Readonly<Record<string, string>>;

/** A page cannot send these to another origin unless that allows it. */
const ASKING = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** From a page of ours, or from a person who typed the address. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Whether a browser may have sent this GET on behalf of a foreign page, unasked. Browsers say whose page it was
 * (`sec-fetch-site`) to us if they came by https or loopback; where they do not say, one is known by its name or by the
 * page that it names. Other programs send what their users mean.
 */
export function mayBeForeignPage(headers: Headers): boolean {
  if (ASKING.some((name) => headers[name])) return false;
  // A page may send this type to another origin only after asking.
  if (headers['content-type']?.toLowerCase().startsWith('application/json')) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return !OWN_SITES.has(site);
  const isBrowser = headers['user-agent']?.startsWith('Mozilla/') ?? false;
  return isBrowser || headers.origin !== undefined || headers.referer !== undefined;
}

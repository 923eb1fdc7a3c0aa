export interface Target {
  path: string;
  /** What stands behind the first question mark; empty where there is none. */
  search: string;
  /** The host that the absolute form names; it stands instead of the header of that name. */
  host?: string;
}

/** As a request to a proxy has it; every server must take it, too. */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

/**
 * Reads a request target in its origin form (`/graphql?query=…`) or its absolute one (`http://host/graphql?query=…`).
 * Not through URL, which throws at a target such as `//`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#name-request-target
 */
export function targetOf(url = '/'): Target {
  const absolute = ABSOLUTE_FORM.exec(url);
  const local = absolute ? url.slice(absolute[0].length) : url;
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  return {
    path: path === '' ? '/' : path,
    search: mark < 0 ? '' : local.slice(mark + 1),
    ...(absolute && { host: absolute[1]! }),
  };
}

/**
 * The name of a log, which is also the name of the key that signs its heads: the address at which it is served, without
 * the scheme, as C2SP tlog-tiles asks.
 *
 * @param publicUrl - under which clients reach the gateway.
 * @see ../decisions/0013-a-log-keeps-its-name.md
 */
export function originAt(publicUrl: string, service: string, cooperative: string): string {
  const place = publicUrl
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    // The name of a key has neither.
    .replace(/[\s+]/gu, encodeURIComponent);
  return `${place}${pathOfLog(service, cooperative)}`;
}

/** Below the gateway's address. */
export function pathOfLog(service: string, cooperative: string): string {
  return `/log/${service}/${cooperative}`;
}

/** The origin that a signed head names, in its first line. */
export function originIn(note: string): string {
  return note.slice(0, note.indexOf('\n'));
}

/** Whether a log of that name is the one of this service and co-op, wherever it was served from when it began. */
export function namesLog(origin: string, service: string, cooperative: string): boolean {
  return origin.endsWith(`/${service}/${cooperative}`);
}

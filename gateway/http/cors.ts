const PREFLIGHT_SECONDS = 600;
const NO_PERMISSION: Readonly<Record<string, string>> = { vary: 'origin' };

/** The request headers that our clients send beyond those that every page may. */
const REQUEST_HEADERS = 'authorization, content-type, request-id, journal-position, apollo-require-preflight';

/**
 * What pages of other origins may do: those on the list, call with a bearer token of their own. Cookies are never
 * allowed, for we use none.
 */
export class Cors {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  /** Whether pages of that origin may call at all. */
  allows(origin: string): boolean {
    return this.origins.has(origin);
  }

  /** Headers of every answer to that origin. */
  headersFor(origin: string | undefined): Readonly<Record<string, string>> {
    if (origin === undefined || !this.origins.has(origin)) return NO_PERMISSION;
    return {
      vary: 'origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'request-id, www-authenticate, retry-after',
      'cross-origin-resource-policy': 'cross-origin',
    };
  }

  /** Headers of the answer to a preflight, beside the above; an origin that is not listed gets no permission. */
  preflightFor(origin: string | undefined, methods: readonly string[]): Record<string, string> {
    if (origin === undefined || !this.origins.has(origin)) return {};
    return {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': REQUEST_HEADERS,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    };
  }
}

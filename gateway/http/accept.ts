import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Clients send the same header each time. What was found is kept by the list that was offered. */
const KNOWN_MAX = 100;
const KNOWN_LENGTH_MAX = 200;
const known = new WeakMap<readonly string[], Known>();

interface Known {
  readonly types: LRUCache<string, { readonly type: string | undefined }>;
  /** What was looked for last. */
  accept: string;
  type: string | undefined;
}

/**
 * The best for the client of the media types that may be sent, by the weights and the specificity of what it accepts;
 * of equals the one that it names first, and then the one that stands first here.
 *
 * @param accept - the header's value; without one, anything is accepted.
 * @param offered - the same list each time, for what is found is kept by it.
 * @returns undefined if nothing of it is acceptable.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function preferredType<Type extends string>(
  accept: string | undefined,
  offered: readonly Type[],
): Type | undefined {
  if (!accept) return offered[0];
  if (accept.length > KNOWN_LENGTH_MAX) return negotiated(accept, offered);
  const kept = known.get(offered) ?? { types: new LRUCache({ max: KNOWN_MAX }), accept: '', type: undefined };
  if (kept.accept !== accept) {
    const found = kept.types.get(accept) ?? { type: negotiated(accept, offered) };
    kept.types.set(accept, found);
    known.set(offered, kept);
    kept.accept = accept;
    kept.type = found.type;
  }
  return kept.type as Type | undefined;
}

function negotiated<Type extends string>(accept: string, offered: readonly Type[]): Type | undefined {
  return new Negotiator({ headers: { accept } }).mediaType([...offered]) as Type | undefined;
}

/** Whether a client says by name that it takes a media type, at whatever weight above zero; a wildcard names none. */
export function namesType(accept: string | undefined, type: string): boolean {
  if (!accept) return false;
  const accepted = new Negotiator({ headers: { accept } }).mediaTypes();
  return accepted.some((one) => one.toLowerCase() === type);
}

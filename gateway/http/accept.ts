import Negotiator from 'negotiator';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/**
 * The best for the client of the media types that may be sent, by the weights and the specificity of what it accepts;
 * of equals the one that it names first, and then the one that stands first here.
 *
 * @param accept - the header's value; without one, anything is accepted.
 * @returns undefined if nothing of it is acceptable.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function preferredType<Type extends string>(
  accept: string | undefined,
  offered: readonly Type[],
): Type | undefined {
  if (!accept) return offered[0];
  return new Negotiator({ headers: { accept } }).mediaType([...offered]) as Type | undefined;
}

/** Whether a client says by name that it takes a media type, at whatever weight above zero; a wildcard names none. */
export function namesType(accept: string | undefined, type: string): boolean {
  if (!accept) return false;
  const accepted = new Negotiator({ headers: { accept } }).mediaTypes();
  return accepted.some((one) => one.toLowerCase() === type);
}

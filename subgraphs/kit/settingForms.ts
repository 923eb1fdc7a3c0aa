import { z } from 'zod';

/** What the values of settings mean, beyond what they look like. Each says what is asked for, and never what was given. */

/** PostgreSQL's may leave the host to a parameter: of a socket. */
const WITHOUT_HOST: readonly string[] = ['postgres', 'postgresql'];

/** A whole number within bounds, in digits: neither `4e3` nor `0x10`. */
export function count(least: number, most: number) {
  const wanted = `a whole number from ${least} to ${most} is asked for`;
  return z
    .custom<string | number>((value) => /^-?\d{1,15}$/.test(String(value)), wanted)
    .transform(Number)
    .refine((value) => value >= least && value <= most, wanted);
}

export const flag = z
  .enum(['true', 'false'], 'true or false is asked for')
  .transform((value) => value === 'true');

/** A URL of one of these schemes, with a host where it takes one. */
export function urlOf(...schemes: readonly string[]) {
  const form = schemes.map((scheme) => `${scheme}://`).join(' or ');
  return z.string().refine((text) => isUrlOf(schemes, text), `a URL that begins with ${form} is asked for`);
}

/** Values parted by commas; blanks around them do not count. */
export function listOf(isOne: (item: string) => boolean, what: string) {
  return z
    .string()
    .default('')
    .transform(partedByCommas)
    .refine((items) => items.every(isOne), `each is ${what}`);
}

/** The same of URLs, as one text again, for clients that read such lists themselves. */
export function urlsOf(...schemes: readonly string[]) {
  const form = schemes.map((scheme) => `${scheme}://`).join(' or ');
  return z
    .string()
    .transform(partedByCommas)
    .refine(
      (items) => items.length > 0 && items.every((item) => isUrlOf(schemes, item)),
      `URLs that begin with ${form}, parted by commas, are asked for`,
    )
    .transform((items) => items.join(','));
}

/** How browsers write where a page comes from: a scheme, a host and no path. `*` and `null` are none. */
export function isOrigin(text: string): boolean {
  return isUrlOf(['http', 'https'], text) && new URL(text).origin === text;
}

/** An address or a name, without scheme, port or path. */
export function isHost(text: string): boolean {
  if (/[\s/@?#[\]]/.test(text)) return false;
  const isName = !text.includes(':');
  return URL.canParse(isName ? `http://${text}/` : `http://[${text}]/`);
}

function isUrlOf(schemes: readonly string[], text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  const scheme = schemes.find((one) => protocol === `${one}:`);
  return scheme !== undefined && (host !== '' || WITHOUT_HOST.includes(scheme));
}

function partedByCommas(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

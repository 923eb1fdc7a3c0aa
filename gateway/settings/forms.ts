import { z } from 'zod';

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** A whole number within bounds. */
export const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** `name=url`, of where a subgraph is reached. */
export const isNamedUrl = (text: string): boolean =>
  /^[^=\s]+=(http|ws)s?:\/\/[^/]/.test(text) && URL.canParse(text.replace(/^[^=]+=/, ''));

/** RFC 9110, a token. */
export const isHeaderName = (text: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(text);

import { z } from 'zod';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { PREFIX } from '../partner/prefix.js';

const NAME = /^[a-z][a-z0-9-]{2,23}$/;
const URL_CHARACTERS_MAX = 500;
/** Read whole before it is judged by the partner zone's own limit, which says what to do. */
const SDL_CHARACTERS_MAX = 512 * 1024;

const subgraph = z.string().regex(NAME, 'is a word of small letters, digits and hyphens');

/** What may be sent to each path of the registry. */
export const REQUESTS = {
  check: z.object({ subgraph, sdl: z.string().max(SDL_CHARACTERS_MAX).optional() }).strict(),
  publish: z
    .object({
      subgraph,
      sdl: z.string().max(SDL_CHARACTERS_MAX).optional(),
      force: z.boolean().default(false),
    })
    .strict(),
  retire: z.object({ subgraph, force: z.boolean().default(false) }).strict(),
  register: z
    .object({
      subgraph,
      prefix: z.string().regex(PREFIX, 'is a capital and then two to twenty-three small letters and digits'),
      url: z.string().max(URL_CHARACTERS_MAX),
      tellsPseudonym: z.boolean().default(false),
    })
    .strict(),
  issueToken: z.object({ subgraph }).strict(),
  revokeToken: z.object({ tokenId: z.string().max(100) }).strict(),
} as const;

/** @throws BAD_USER_INPUT naming what is wrong. */
export function readRequest<S extends z.ZodType>(schema: S, body: Buffer): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw COMMON.BAD_USER_INPUT.raise('The body is one JSON object.');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw COMMON.BAD_USER_INPUT.raise(`The request is not of its form: ${wrong.slice(0, 5).join('; ')}.`);
}

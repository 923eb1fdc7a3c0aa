import { z } from 'zod';
import { isDid } from '../../kit/domain/didKey.js';
import { isId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';

/** Forms of what people send, with their limits. */
export const idOf = (prefix: string) =>
  z.string().refine((value) => isId(prefix, value), `an id ${prefix}_… is asked for`);
export const did = z.string().refine(isDid, 'a did:key of an Ed25519 key is asked for');
/** A public key in multibase; that it is a sound one shows when it verifies a signature. */
export const publicKey = z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/);
/** 64 bytes in unpadded base64url. */
export const signature = z.string().regex(/^[\w-]{86}$/);
/** 32 bytes in unpadded base64url. */
export const refreshToken = z.string().regex(/^[\w-]{43}$/);
/** Not trimmed for its owner: it may stand in a statement that they signed. */
export const displayName = z
  .string()
  .min(1)
  .max(80)
  .refine((name) => name === name.trim(), 'no space before or after')
  .nullish();
export const reason = z.string().trim().min(1).max(500);

/** An attestation has a few hundred bytes; this leaves room for issuers with more to say. */
const ATTESTATION_CHARACTERS_MAX = 16_384;
export const attestation = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= ATTESTATION_CHARACTERS_MAX, 'too large');

/** @throws BAD_USER_INPUT naming each field that is wrong; values are left out, since they may be secrets. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw COMMON.BAD_USER_INPUT.raise('The input is not of the form that is asked for.', { issues });
}

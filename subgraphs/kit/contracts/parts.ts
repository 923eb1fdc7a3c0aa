import { z } from 'zod';

/** An id says its kind by its prefix. Its digits are looked at where ids come from strangers, not here. */
export const id = (kind: string) => z.string().regex(new RegExp(`^${kind}_\\w{1,64}$`));

/** Lowercase hex SHA-256. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** ISO 8601 in UTC where it is written, a Date where it is read. */
export const instant = z.iso.datetime().transform((text) => new Date(text));

/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/);

/** Integer minor units, as a decimal string. */
export const money = z.object({ amountMinor: z.string().regex(/^-?\d{1,30}$/), currency });

/** What is asked of somebody: an amount that is not below zero, in fifteen digits at most. */
export const price = z.object({ amountMinor: z.string().regex(/^\d{1,15}$/), currency });

export const count = z.number().int().min(0);

/** A field that entries of earlier versions do not have, and read as undefined. Whoever writes one now has to say it. */
export function addedLater<T>(field: z.ZodType<T, T>): z.ZodType<T | undefined, T> {
  return field.optional() as unknown as z.ZodType<T | undefined, T>;
}

/** The version of a charter. */
export const version = z.number().int().min(1);

/** Hundredths of a per cent, up to the whole. */
export const basisPoints = z.number().int().min(0).max(10_000);

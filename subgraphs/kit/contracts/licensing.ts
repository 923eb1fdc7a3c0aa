import { z } from 'zod';

/**
 * What a charter says of licences as a whole. Every member of it may be left out, and so may the whole: the charter then
 * holds with the default, and keeps its digest.
 */
export const licensingSchema = z.object({
  /** Days from when the members prohibit the purpose of a licence in force until it ends. */
  prohibitionNoticeDays: z.number().int().min(0).max(365).optional(),
});

export type LicensingTerms = z.infer<typeof licensingSchema>;
export type Licensing = { readonly [Name in keyof LicensingTerms]-?: NonNullable<LicensingTerms[Name]> };

/** A month: a buyer finishes what they are at, and members need not wait longer. */
export const LICENSING_DEFAULT: Licensing = { prohibitionNoticeDays: 30 };

/** The rules of licences under a charter, with the defaults of what it leaves out. */
export function licensingOf({ licensing }: { readonly licensing?: LicensingTerms | undefined }): Licensing {
  const said = Object.entries(licensing ?? {}).filter(([, value]) => value !== undefined);
  return { ...LICENSING_DEFAULT, ...(Object.fromEntries(said) as Partial<Licensing>) };
}

import { z } from 'zod';

/**
 * What a charter says of the powers that nobody has alone. Every member of it may be left out, and so may the whole: the
 * charter then holds with the default, and keeps its digest.
 */
export const powersSchema = z.object({
  /** Until when the proposer may take a proposal back. Once a ballot is cast, nobody but the members stops it. */
  withdrawal: z.enum(['UNTIL_FIRST_BALLOT', 'UNTIL_OPENING', 'NEVER']).optional(),
});

export type PowersTerms = z.infer<typeof powersSchema>;
export type Powers = { readonly [Name in keyof PowersTerms]-?: NonNullable<PowersTerms[Name]> };

const POWERS_DEFAULT: Powers = {
  withdrawal: 'UNTIL_FIRST_BALLOT',
};

/** The powers under a charter, with the defaults of what it leaves out. */
export function powersOf({ powers }: { readonly powers?: PowersTerms | undefined }): Powers {
  const said = Object.entries(powers ?? {}).filter(([, value]) => value !== undefined);
  return { ...POWERS_DEFAULT, ...(Object.fromEntries(said) as Partial<Powers>) };
}

import { z } from 'zod';

/** No charter lets a suspension last longer: after a year somebody is put out, and not kept waiting. */
export const SUSPENSION_DAYS_LIMIT = 365;

/**
 * What a charter says of the powers that nobody has alone. Every member of it may be left out, and so may the whole: the
 * charter then holds with the default, and keeps its digest.
 */
export const powersSchema = z.object({
  /** Until when the proposer may take a proposal back. Once a ballot is cast, nobody but the members stops it. */
  withdrawal: z.enum(['UNTIL_FIRST_BALLOT', 'UNTIL_OPENING', 'NEVER']).optional(),
  /** Days that a suspension lasts at most, whoever decides on it. */
  suspensionDaysMax: z.number().int().min(1).max(SUSPENSION_DAYS_LIMIT).optional(),
  /** Days in which any old key says no before a new one takes its place. */
  recoveryWaitDays: z.number().int().min(1).max(90).optional(),
});

export type PowersTerms = z.infer<typeof powersSchema>;
export type Powers = { readonly [Name in keyof PowersTerms]-?: NonNullable<PowersTerms[Name]> };

const POWERS_DEFAULT: Powers = {
  withdrawal: 'UNTIL_FIRST_BALLOT',
  suspensionDaysMax: 90,
  recoveryWaitDays: 7,
};

/** The powers under a charter, with the defaults of what it leaves out. */
export function powersOf({ powers }: { readonly powers?: PowersTerms | undefined }): Powers {
  const said = Object.entries(powers ?? {}).filter(([, value]) => value !== undefined);
  return { ...POWERS_DEFAULT, ...(Object.fromEntries(said) as Partial<Powers>) };
}

import { COMMON } from '../../kit/errors/table.js';

/** @throws BAD_USER_INPUT */
export function requireAboveZero(amountMinor: bigint): bigint {
  if (amountMinor > 0n && amountMinor < AMOUNT_LIMIT) return amountMinor;
  throw COMMON.BAD_USER_INPUT.raise('An amount is above zero, in minor units.', { field: 'amountMinor' });
}

/** Sums of a few thousand amounts below this stay within the database's 64 bits. */
const AMOUNT_LIMIT = 10n ** 15n;

/** @throws BAD_USER_INPUT */
export function requireText(text: string, field: string, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed.length > 0 && trimmed.length <= lengthMax) return trimmed;
  throw COMMON.BAD_USER_INPUT.raise(`This takes 1 to ${lengthMax} characters.`, { field });
}
